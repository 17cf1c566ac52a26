"""What has happened on the demo shift. Fictional throughout; minutes count from each story's beginning."""

from dataclasses import dataclass, field

from incidents.response.models import LogKind, Source, Status

Log = list[tuple[int, str, str]]


@dataclass(frozen=True)
class Story:
    """One incident: its reports, grade, teams with the minutes of each step, log, figures and phases."""

    township: str
    village: int
    event_type: str
    minutes_ago: int
    reports: list[tuple[str, str, str]]
    first_figures: dict[str, int] = field(default_factory=dict)
    grade: int | None = None
    teams: list[tuple[str, str, tuple[int, ...]]] = field(default_factory=list)
    log: Log = field(default_factory=list)
    figures: list[tuple[int, str, dict[str, int]]] = field(default_factory=list)
    statuses: list[tuple[str, int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Waiting:
    """A report still in somebody's hands."""

    township: str
    village: int
    source: str
    title: str
    text: str
    minutes_ago: int
    by: str = "duty"
    event_type: str = ""
    figures: dict[str, int] = field(default_factory=dict)
    placed: bool = True
    claimed: bool = False
    returned: str = ""
    rejected: str = ""


STORIES: list[Story] = [
    Story(
        "双水镇", 2, "20702", 320,
        [(Source.CALL_110, "县道货车侧翻", "{place}弯道一辆货车侧翻，驾驶员受伤，道路半幅受阻。")],
        {"seriously_injured": 1}, 4,
        [
            ("消-03", "破拆救人，清理现场", (8, 9, 11, 27, 70, 96)),
            ("医-04", "救治伤员", (8, 9, 10, 25, 48, 80)),
            ("路-01", "清障保通", (14, 17, 24, 52, 110, 140)),
        ],
        [(30, LogKind.NOTE, "伤员已救出，送县人民医院，意识清醒。"), (112, LogKind.NOTE, "道路恢复双向通行。")],
        [(60, "县公安局", {"seriously_injured": 1, "slightly_injured": 0})],
        [(Status.STABLE, 72, ""), (Status.CLOSED, 145, "伤员得到救治，道路恢复通行，现场处置结束。")],
    ),
    Story(
        "松坪镇", 3, "10401", 145,
        [
            (Source.COUNTY_STAFF, "山体滑坡", "{place}后山发生滑坡，约三千方土石下滑，两户房屋被埋压，初步核实三人失联。"),
            (Source.RESIDENT, "房子被埋", "{place}山垮了，听到有人呼救，通村路也断了。"),
        ],
        {"missing": 3, "trapped": 2, "relocated": 36}, 3,
        [
            ("乡-06", "组织群众撤离，设置警戒", (7, 9, 12, 24)),
            ("消-01", "搜救被困人员", (10, 11, 14, 58)),
            ("地-01", "现场监测，防止二次滑坡", (12, 15, 22, 75)),
            ("路-02", "抢通通村公路", (104, 108, 117)),
            ("医-01", "现场救治", (16, 17, 19, 61)),
            ("社-01", "携搜救犬协助搜救", (106, 110, 121)),
        ],
        [
            (20, LogKind.DECISION, "启动地质灾害应急响应，成立现场指挥部，林志远任指挥长。"),
            (62, LogKind.NOTE, "消防、医疗力量到场，生命探测仪发现两处生命迹象。"),
            (88, LogKind.NOTE, "救出第一名被困人员，伤情稳定。"),
            (96, LogKind.DECISION, "下游十四户三十六人全部转移至松坪避难场所。"),
        ],
        [
            (45, "松坪镇人民政府", {"missing": 3, "trapped": 2, "relocated": 36}),
            (92, "现场指挥部", {"missing": 2, "trapped": 1, "slightly_injured": 1, "relocated": 52}),
        ],
    ),
    Story(
        "青江街道", 4, "20603", 64,
        [
            (Source.CALL_119, "居民楼起火", "{place}一栋六层居民楼四楼冒浓烟，有人在窗口呼救。"),
            (Source.RESIDENT, "楼上着火了", "{place}楼里着火，烟很大，老人下不来。"),
            (Source.GRID_WORKER, "居民楼火情", "网格员到达{place}，已协助疏散三个单元约六十人。"),
        ],
        {"trapped": 4}, 4,
        [
            ("消-02", "灭火，搜救四楼被困人员", (6, 7, 8, 16)),
            ("企-01", "增援供水", (12, 14, 18, 47)),
            ("医-03", "救治伤员", (7, 8, 9, 17, 52)),
            ("供-01", "关闭燃气，保障消防用水", (13, 16, 21, 38)),
        ],
        [(25, LogKind.NOTE, "四名被困人员全部救出，两人吸入烟气送医。"), (41, LogKind.NOTE, "明火基本控制，正在逐层排查。")],
        [(30, "消防救援大队", {"trapped": 0, "slightly_injured": 2, "relocated": 60})],
        [(Status.STABLE, 48, "")],
    ),
    Story(
        "望溪镇", 1, "20402", 31,
        [(Source.DEPARTMENT, "化工园区储罐泄漏", "{place}附近化工园区一储罐阀门破损，有刺激性气味，现场正在关阀。")],
        {"slightly_injured": 2}, None,
        [
            ("危-01", "堵漏洗消，测定浓度", (6, 7, 9, 22)),
            ("环-01", "下风向监测空气和河水", (8, 11, 15)),
            ("医-02", "现场待命", (9, 10)),
        ],
        [(14, LogKind.NOTE, "园区下风向五百米内人员正在疏散。"), (24, LogKind.NOTE, "处置队到场，正在堵漏。")],
        [(20, "化工园区", {"slightly_injured": 2, "relocated": 120})],
    ),
    Story(
        "高崖乡", 4, "10601", 208,
        [(Source.SENSOR, "林区热点", "卫星与塔台监测到{place}林区出现热点，护林员确认有明火，面积约一公顷。")],
        {}, 4,
        [
            ("林-02", "打隔离带，控制火线", (9, 12, 17, 49)),
            ("林-01", "增援扑救", (18, 22, 30, 92)),
            ("社-02", "无人机侦察火线", (20, 26, 38, 84, 150, 185)),
        ],
        [(95, LogKind.NOTE, "火线合围，明火扑灭，转入清理看守。"), (98, LogKind.DECISION, "留两支队伍看守火场不少于十二小时。")],
        [],
        [(Status.STABLE, 97, "")],
    ),
]  # fmt: skip

WAITING: list[Waiting] = [
    Waiting("岚城街道", 3, Source.RESIDENT, "路面积水", "{place}下穿通道积水约四十厘米，一辆小车熄火，车上人员已离开。", 4, event_type="10102"),
    Waiting("竹溪镇", 2, Source.CALL_120, "疑似食物中毒", "{place}一家聚餐后多人呕吐腹泻，已有七人就诊。", 7, figures={"slightly_injured": 7}, claimed=True),
    Waiting("松坪镇", 5, Source.COUNTY_STAFF, "电力中断", "{place}及周边三个村停电，初步判断为倒杆。", 9, by="reporter", event_type="21308"),
    Waiting("松坪镇", 1, Source.GRID_WORKER, "墙体开裂", "巡查发现{place}一户土房墙体新增裂缝，住有两位老人，请求查看。", 2, by="grid"),
    Waiting(
        "石门乡", 1, Source.RESIDENT, "河边有人呼救", "有人在{place}河边听到呼救声，具体位置不清楚。", 52, placed=False,
        returned="请补充具体河段和呼救人数，并留下联系电话。",
    ),
    Waiting(
        "镜湖镇", 3, Source.RESIDENT, "水库要垮坝", "听说{place}上游水库要垮坝，请核实。", 74, event_type="10103",
        rejected="经水利局现场核实，水库水位正常、坝体无异常，系误传。",
    ),
]  # fmt: skip
