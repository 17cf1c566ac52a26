"""What may happen in the county, and how people tell it. {place} is where; {n} a number that fits."""

from dataclasses import dataclass

from incidents.response.models import Source


@dataclass(frozen=True)
class Tale:
    """One sort of happening: type, tellings as (source, title, text), figures as (name, least, most), weight, later notes."""

    event_type: str
    weight: int
    tellings: tuple[tuple[str, str, str], ...]
    figures: tuple[tuple[str, int, int], ...] = ()
    notes: tuple[str, ...] = ()
    figures_later: tuple[tuple[str, int, int], ...] = ()
    rural: bool = False


TALES: tuple[Tale, ...] = (
    Tale(
        "20701", 5,
        (
            (Source.CALL_110, "两车相撞", "{place}路口两辆小车相撞，{n}人受伤，占用一条车道。"),
            (Source.RESIDENT, "撞车了", "{place}刚刚撞车，有人头上流血，快来人。"),
            (Source.CALL_120, "车祸伤员", "{place}车祸，{n}名伤员需要转运。"),
        ),
        (("slightly_injured", 1, 4),), ("伤员已送医，现场清理中。", "车道恢复通行。"),
    ),
    Tale(
        "20603", 4,
        (
            (Source.CALL_119, "居民房起火", "{place}一栋民房起火，二楼冒黑烟，疑有{n}人被困。"),
            (Source.GRID_WORKER, "民房火情", "{place}一户厨房起火，网格员正在疏散邻居。"),
        ),
        (("trapped", 0, 2), ("slightly_injured", 0, 2)), ("明火已扑灭，正在清理余火。", "被困人员已全部救出。"),
        figures_later=(("trapped", 0, 0), ("slightly_injured", 1, 3)),
    ),
    Tale(
        "10601", 3,
        (
            (Source.SENSOR, "林区烟点", "塔台监测到{place}林区有烟点，风力三级，正在核实。"),
            (Source.RESIDENT, "山上冒烟", "{place}后山在冒烟，看得到火光。"),
        ),
        (), ("火线已合围。", "明火扑灭，转入清理看守。"), rural=True,
    ),
    Tale(
        "10401", 3,
        (
            (Source.GRID_WORKER, "坡体滑动", "{place}屋后坡体滑动，裂缝约{n}指宽，住户已先行撤离。"),
            (Source.COUNTY_STAFF, "小型滑坡", "{place}发生小型滑坡，土石约三百方，压占村道。"),
        ),
        (("relocated", 4, 40),), ("群众全部安置妥当。", "专业队完成监测布点。"), rural=True,
    ),
    Tale(
        "10102", 3,
        (
            (Source.RESIDENT, "积水内涝", "{place}低洼处积水快到膝盖，{n}户进水。"),
            (Source.CALL_110, "涵洞积水", "{place}涵洞积水，一辆面包车被困。"),
        ),
        (("relocated", 0, 20),), ("积水基本排除。",),
    ),
    Tale(
        "21308", 2,
        (
            (Source.DEPARTMENT, "线路跳闸", "{place}十千伏线路跳闸，约{n}百户停电。"),
            (Source.COUNTY_STAFF, "大面积停电", "{place}及周边停电，原因正在查。"),
        ),
        (), ("故障点已找到，正在更换。", "全部恢复供电。"),
    ),
    Tale(
        "21309", 2,
        (
            (Source.CALL_119, "燃气泄漏", "{place}施工挖断燃气管，有明显气味，周围正在疏散。"),
            (Source.RESIDENT, "闻到煤气味", "{place}楼道里煤气味很重，不敢开灯。"),
        ),
        (("relocated", 10, 60),), ("气源已关闭，浓度恢复正常。",),
    ),
    Tale(
        "30202", 1,
        ((Source.CALL_120, "多人呕吐腹泻", "{place}一处聚餐后{n}人呕吐腹泻，已送医。"),),
        (("slightly_injured", 3, 12),), ("患者病情平稳，样品已送检。",),
    ),
    Tale(
        "21404", 1,
        ((Source.CALL_110, "油罐车漏油", "{place}一辆油罐车侧漏，油污流向路边沟渠。"),),
        (), ("围油栏已布设。", "油污清理完毕。"),
    ),
    Tale(
        "20703", 2,
        (
            (Source.CALL_110, "车辆坠河", "{place}一辆轿车冲下河堤，车内{n}人。"),
            (Source.RESIDENT, "车掉河里了", "{place}有车掉到河里，人还在车上。"),
        ),
        (("trapped", 1, 2),), ("被困人员救出上岸。", "车辆打捞完成。"),
        figures_later=(("trapped", 0, 0), ("seriously_injured", 0, 1)),
    ),
)  # fmt: skip

FALSE_ALARMS = (
    (Source.RESIDENT, "疑似爆炸声", "{place}听到一声巨响，不知道是什么。", "核实为附近采石场正常爆破。"),
    (Source.SENSOR, "水位报警", "{place}水位计读数突升。", "传感器故障，现场水位正常。"),
    (Source.RESIDENT, "大量浓烟", "{place}有大量白烟。", "核实为村民焚烧秸秆，已制止。"),
)
REJOIN = "补充：现场又有人来电，情况与先前所报一致。"
CLOSING = "处置完毕，现场恢复正常。"
GRADE_REASON = "按上报数据与分级标准核定"
