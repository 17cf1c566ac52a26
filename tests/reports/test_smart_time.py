"""Times as people type them are read on the server (R-B1)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from incidents.reports.smart_time import parse_time

NOW = datetime(2026, 11, 21, 14, 40, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", "21 14:40"),
        ("刚才", "21 14:40"),
        ("now", "21 14:40"),
        ("1432", "21 14:32"),
        ("14:32", "21 14:32"),
        ("14：32", "21 14:32"),
        ("１４３２", "21 14:32"),
        ("932", "21 09:32"),
        ("2130", "20 21:30"),
        ("14点32分", "21 14:32"),
        ("14点半", "21 14:30"),
        ("下午2点", "21 14:00"),
        ("-10", "21 14:30"),
        ("- 90", "21 13:10"),
        ("10分钟前", "21 14:30"),
        ("10 分前", "21 14:30"),
        ("2小时前", "21 12:40"),
        ("半小时前", "21 14:10"),
        ("一个小时前", "21 13:40"),
        ("10 min ago", "21 14:30"),
        ("2 hours ago", "21 12:40"),
        ("昨天 21:30", "20 21:30"),
        ("昨晚9点半", "20 21:30"),
        ("前天 0805", "19 08:05"),
        ("yesterday 21:30", "20 21:30"),
        ("11-20 08:00", "20 08:00"),
        ("11月20日 8点", "20 08:00"),
        ("2026-11-20 08:00", "20 08:00"),
        ("2026-11-20T08:00", "20 08:00"),
        ("2026-11-20T00:00:00Z", "20 08:00"),
    ],
)
def test_what_people_type_is_understood(text, meant):
    moment = parse_time(text, NOW)
    assert moment is not None
    assert moment.astimezone(NOW.tzinfo).strftime("%d %H:%M") == meant


@pytest.mark.parametrize("text", ["2575", "25:00", "玉山村", "99999", "13-45 08:00", "10 apples ago", "٣٤"])
def test_what_is_no_time_is_not_guessed(text):
    assert parse_time(text, NOW) is None
