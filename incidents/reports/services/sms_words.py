"""The answers to text messages. They go to village cadres whatever the screen's language is: official Chinese, plain and short."""

from django.utils import timezone

from core.errors import AppError
from incidents.reports.models import FollowUp, Report, SmsMessage
from incidents.reports.sms import SAMPLE, Parsed
from incidents.reports.sms.codes import LETTERS

WHY = {
    "empty": "短信没有内容",
    "too_long": "短信太长",
    "type": "灾种代码不正确（0 至 10）",
    "nothing": "没有地点，也没有人数",
    "number": "人数不正确",
}


def short_number(report: Report) -> str:
    """510181-2026-R0012 → R0012, which fits a message and can be typed back."""
    return report.number.rsplit("-", 1)[-1]


def people(found: Parsed) -> str:
    """The figures as they were understood, unknown said as such."""
    told = [f"{LETTERS[name]}{'不详' if value is None else value}" for name, value in found.figures.items()]
    return " ".join(told) or "人数未报"


def story(found: Parsed, text: str) -> str:
    """The report's story: the message itself, and what it leaves open."""
    lines = [f"短信：{text.strip()}"]
    if found.ungraded:
        lines.append("（受伤轻重未分）")
    return "\n".join(lines)


def read_back(report: Report, found: Parsed) -> str:
    """What was understood, the number, and how to correct it."""
    kind = report.event_type.name if report.event_type else "灾情"
    at = timezone.localtime(report.received_at)
    number = short_number(report)
    return (
        f"已收 {at:%H:%M}，编号 {number}：{kind}，{report.place or report.jurisdiction.name}，{people(found)}。"
        f"更正请回：更正 {number} 困10"
    )


def read_back_fix(report: Report, made: FollowUp, found: Parsed) -> str:
    """What was corrected."""
    words = f"，{found.words}" if found.words else ""
    return f"已收，{short_number(report)} 续报{made.ordinal}：{people(found)}{words}。再更正请回：更正 {short_number(report)} …"


def repeated_words(twin: SmsMessage) -> str:
    """The same text again counts once."""
    number = f"，编号 {short_number(twin.report)}" if twin.report else ""
    return f"此短信十分钟内已收到{number}，只计一次，不必再发。"


def unreadable_words(found: Parsed, *, missing: bool = False) -> str:
    """What was wrong, and a sample."""
    if missing:
        return f"没有找到您七日内报送的 R{found.number or '…'}。新报请发：{SAMPLE}"
    why = "；".join(WHY[problem] for problem in dict.fromkeys(found.problems))
    return f"未能读懂：{why}。请按此格式重发：{SAMPLE}（灾种代码 地点 死 失 伤 困 转）"


def unknown_words(sender: str) -> str:
    """The number belongs to nobody who reports here."""
    return f"号码 {sender} 未登记，短信未作为灾情受理。遇险请拨打 110、119、120，或致电值班室；登记请联系乡镇。"


def refused_words(error: AppError) -> str:
    """The service's own words."""
    reasons = "；".join(dict.fromkeys(str(words) for words in error.errors.values())) or str(error.message)
    return f"未能受理：{reasons}。请按此格式重发：{SAMPLE}"
