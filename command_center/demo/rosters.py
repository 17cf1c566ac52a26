"""Who there is to call: units, teams with what they can do, and the people of the demo accounts."""

from dataclasses import dataclass

from organizations.roles import Role

# (name, English, kind, receives reports)
COUNTY_UNITS: list[tuple[str, str, str, bool]] = [
    ("青岚县人民政府", "Qinglan County Government", "government", False),
    ("青岚县应急管理局", "Qinglan Emergency Management Bureau", "bureau", True),
    ("青岚县消防救援大队", "Qinglan Fire and Rescue Brigade", "station", False),
    ("青岚县公安局", "Qinglan Public Security Bureau", "department", False),
    ("青岚县卫生健康局", "Qinglan Health Bureau", "department", False),
    ("青岚县自然资源局", "Qinglan Natural Resources Bureau", "department", False),
    ("青岚县水利局", "Qinglan Water Bureau", "department", False),
    ("青岚县交通运输局", "Qinglan Transport Bureau", "department", False),
    ("青岚县住房和城乡建设局", "Qinglan Housing Bureau", "department", False),
    ("青岚县林业局", "Qinglan Forestry Bureau", "department", False),
    ("青岚县生态环境局", "Qinglan Environment Bureau", "department", False),
    ("青岚县教育局", "Qinglan Education Bureau", "department", False),
    ("青岚县民政局", "Qinglan Civil Affairs Bureau", "department", False),
    ("青岚县气象局", "Qinglan Weather Office", "department", False),
    ("青岚县人民武装部", "Qinglan People's Armed Forces Department", "department", False),
    ("青岚县人民医院", "Qinglan People's Hospital", "hospital", False),
    ("青岚县中医医院", "Qinglan Hospital of Chinese Medicine", "hospital", False),
    ("青岚县供电公司", "Qinglan Power Supply Company", "enterprise", False),
    ("青岚县燃气公司", "Qinglan Gas Company", "enterprise", False),
    ("青岚县通信保障中心", "Qinglan Communications Centre", "enterprise", False),
    ("青岚化工园区", "Qinglan Chemical Park", "enterprise", False),
    ("青岚山地救援协会", "Qinglan Mountain Rescue Association", "social", False),
]
OTHER_UNITS: dict[str, list[tuple[str, str, str, bool]]] = {
    "city": [
        ("云川市应急管理局", "Yunchuan Emergency Management Bureau", "bureau", True),
        ("云川市消防救援支队", "Yunchuan Fire and Rescue Division", "station", False),
    ],
    "neighbour": [
        ("白砚县应急管理局", "Baiyan Emergency Management Bureau", "bureau", True),
        ("白砚县消防救援大队", "Baiyan Fire and Rescue Brigade", "station", False),
    ],
    "district": [("云汀区应急管理局", "Yunting Emergency Management Bureau", "bureau", True)],
}


@dataclass(frozen=True)
class TeamRow:
    """One team: base is a township number (its seat); speed on roads in km/h; vehicles as (kind, how many)."""

    code: str
    name: str
    name_en: str
    kind: str
    unit: str
    base: int
    can: str
    strength: int
    speed: int
    vehicles: tuple[tuple[str, int], ...]
    county: str = "county"


_PUMP, _LADDER, _RESCUE = "水罐消防车", "云梯消防车", "抢险救援车"
_T = TeamRow
TEAMS: list[TeamRow] = [
    _T("消-01", "岚城特勤消防站", "Lancheng Special Fire Station", "national", "青岚县消防救援大队", 0,
       "fire-fighting vehicle-rescue rope building-collapse hazmat", 32, 60, ((_PUMP, 2), (_LADDER, 1), (_RESCUE, 1))),
    _T("消-02", "青江消防救援站", "Qingjiang Fire Station", "national", "青岚县消防救援大队", 1,
       "fire-fighting vehicle-rescue water", 24, 60, ((_PUMP, 2), (_RESCUE, 1))),
    _T("消-03", "望溪消防救援站", "Wangxi Fire Station", "national", "青岚县消防救援大队", 2,
       "fire-fighting vehicle-rescue water diving", 22, 58, ((_PUMP, 2), ("冲锋舟拖车", 1))),
    _T("消-04", "云岭消防救援站", "Yunling Fire Station", "national", "青岚县消防救援大队", 7,
       "fire-fighting vehicle-rescue mountain rope", 20, 52, ((_PUMP, 1), (_RESCUE, 1))),
    _T("医-01", "县人民医院急救一组", "People's Hospital Ambulance 1", "medical", "青岚县人民医院", 0,
       "medical", 4, 60, (("救护车", 1),)),
    _T("医-02", "县人民医院急救二组", "People's Hospital Ambulance 2", "medical", "青岚县人民医院", 0,
       "medical", 4, 60, (("救护车", 1),)),
    _T("医-03", "县中医医院急救组", "Chinese Medicine Hospital Ambulance", "medical", "青岚县中医医院", 1,
       "medical", 4, 58, (("救护车", 1),)),
    _T("医-04", "望溪中心卫生院急救组", "Wangxi Health Centre Ambulance", "medical", "青岚县卫生健康局", 2,
       "medical", 3, 54, (("救护车", 1),)),
    _T("医-05", "云岭中心卫生院急救组", "Yunling Health Centre Ambulance", "medical", "青岚县卫生健康局", 7,
       "medical", 3, 50, (("救护车", 1),)),
    _T("医-06", "县疾控应急队", "Disease Control Response Team", "professional", "青岚县卫生健康局", 0,
       "epidemic food psychological", 12, 50, (("防疫车", 2),)),
    _T("林-01", "县森林消防专业队", "County Forest Fire Team", "professional", "青岚县林业局", 5,
       "forest-fire mountain uav", 45, 48, (("森林消防运兵车", 3), ("水罐车", 1))),
    _T("林-02", "西片森林消防专业队", "Western Forest Fire Team", "professional", "青岚县林业局", 8,
       "forest-fire mountain", 28, 45, (("森林消防运兵车", 2),)),
    _T("地-01", "县地质灾害应急队", "Geological Hazards Team", "professional", "青岚县自然资源局", 0,
       "geological uav", 16, 52, (("监测车", 2),)),
    _T("水-01", "县防汛机动抢险队", "Flood Control Mobile Team", "professional", "青岚县水利局", 1,
       "flood-control drainage water", 40, 48, (("移动泵车", 2), ("运兵车", 2))),
    _T("水-02", "岚江水上救援队", "Lan River Water Rescue Team", "professional", "青岚县水利局", 9,
       "water diving flood-control", 18, 50, (("冲锋舟拖车", 2),)),
    _T("路-01", "县公路抢通一队", "Road Clearing Team 1", "professional", "青岚县交通运输局", 2,
       "road-clearing transport", 24, 42, (("装载机", 2), ("挖掘机", 1), ("平板车", 1))),
    _T("路-02", "县公路抢通二队", "Road Clearing Team 2", "professional", "青岚县交通运输局", 6,
       "road-clearing", 20, 40, (("装载机", 1), ("挖掘机", 1))),
    _T("运-01", "县应急运输车队", "Emergency Transport Team", "professional", "青岚县交通运输局", 0,
       "transport evacuation logistics", 30, 50, (("大客车", 4), ("货车", 4))),
    _T("危-01", "县危险化学品救援队", "Hazardous Materials Team", "professional", "青岚县应急管理局", 2,
       "hazmat environment fire-fighting", 26, 52, (("化学洗消车", 1), (_RESCUE, 1))),
    _T("矿-01", "县矿山救护队", "Mine Rescue Team", "professional", "青岚县应急管理局", 8,
       "mine building-collapse geological", 30, 45, (("矿山救护车", 2),)),
    _T("电-01", "县电力抢修队", "Power Repair Team", "professional", "青岚县供电公司", 0,
       "power", 22, 50, (("发电车", 1), ("抢修车", 3))),
    _T("气-01", "县燃气抢修队", "Gas Repair Team", "professional", "青岚县燃气公司", 0,
       "utilities hazmat", 14, 50, (("抢修车", 2),)),
    _T("供-01", "县市政抢修队", "Municipal Repair Team", "professional", "青岚县住房和城乡建设局", 1,
       "utilities drainage building-collapse", 20, 45, (("抢修车", 2), ("吸污车", 1))),
    _T("通-01", "县应急通信保障队", "Communications Team", "professional", "青岚县通信保障中心", 0,
       "comms uav", 15, 52, (("卫星通信车", 1), ("无人机车", 1))),
    _T("环-01", "县环境应急监测队", "Environmental Monitoring Team", "professional", "青岚县生态环境局", 1,
       "environment", 10, 50, (("监测车", 2),)),
    _T("民-01", "县民兵应急连", "Militia Emergency Company", "military", "青岚县人民武装部", 0,
       "evacuation flood-control logistics", 90, 45, (("运兵车", 4),)),
    _T("企-01", "化工园区专职消防队", "Chemical Park Fire Brigade", "enterprise", "青岚化工园区", 2,
       "fire-fighting hazmat", 28, 52, (("泡沫消防车", 2),)),
    _T("社-01", "青岚山地救援队", "Qinglan Mountain Rescue", "social", "青岚山地救援协会", 7,
       "mountain rope search-dog medical", 26, 45, (("越野车", 3),)),
    _T("社-02", "青岚无人机志愿队", "Qinglan Drone Volunteers", "volunteer", "青岚山地救援协会", 0,
       "uav comms", 12, 45, (("越野车", 1),)),
    _T("志-01", "县应急志愿服务队", "County Volunteers", "volunteer", "青岚县应急管理局", 1,
       "logistics evacuation psychological", 60, 40, (("中巴车", 2),)),
    _T("邻消-01", "白砚县消防救援站", "Baiyan Fire Station", "national", "白砚县消防救援大队", 0,
       "fire-fighting vehicle-rescue", 24, 58, ((_PUMP, 2),), "neighbour"),
    _T("市消-01", "市综合救援支队", "City Rescue Division", "national", "云川市消防救援支队", 0,
       "fire-fighting building-collapse water hazmat", 60, 60, ((_PUMP, 4), (_RESCUE, 3)), "city"),
]  # fmt: skip
GRASSROOTS_CAN = "evacuation logistics flood-control"


@dataclass(frozen=True)
class PersonRow:
    """A person who can sign in, or whose name is only listed (`username` begins with "-")."""

    username: str
    full_name: str
    title: str
    unit: str
    role: Role
    where: str


# `where`: a county key, "township" (the fourth) or "village" (one of its villages).
PEOPLE: list[PersonRow] = [
    PersonRow("duty", "陈晓岚", "值班员", "青岚县应急管理局", Role.DUTY_OFFICER, "county"),
    PersonRow("leader", "周建国", "带班领导", "青岚县应急管理局", Role.DUTY_LEADER, "county"),
    PersonRow("commander", "林志远", "副县长", "青岚县人民政府", Role.COMMANDER, "county"),
    PersonRow("reporter", "何玉梅", "应急办干事", "松坪镇人民政府", Role.REPORTER, "township"),
    PersonRow("grid", "罗春桃", "网格员", "", Role.GRID_WORKER, "village"),
    PersonRow("keeper", "吴志强", "仓库主任", "青岚县应急管理局", Role.KEEPER, "county"),
    PersonRow("publisher", "沈雨晴", "预警发布员", "青岚县气象局", Role.PUBLISHER, "county"),
    PersonRow("city", "高明辉", "市局值班员", "云川市应急管理局", Role.DUTY_OFFICER, "city"),
    PersonRow("neighbour", "唐海燕", "值班员", "白砚县应急管理局", Role.DUTY_OFFICER, "neighbour"),
    PersonRow("auditor", "郑国庆", "审计员", "青岚县人民政府", Role.AUDITOR, "county"),
    PersonRow("admin", "许明", "系统管理员", "云川市应急管理局", Role.SYSTEM_ADMIN, "city"),
    PersonRow("security", "傅静", "安全管理员", "云川市应急管理局", Role.SECURITY_ADMIN, "city"),
    PersonRow("-duty2", "马文娟", "值班员", "青岚县应急管理局", Role.DUTY_OFFICER, "county"),
    PersonRow("-duty3", "梁伟", "值班员", "青岚县应急管理局", Role.DUTY_OFFICER, "county"),
    PersonRow("-leader2", "宋丽华", "副局长", "青岚县应急管理局", Role.DUTY_LEADER, "county"),
    PersonRow("-fire", "韩勇", "大队长", "青岚县消防救援大队", Role.COMMANDER, "county"),
    PersonRow("-health", "曾敏", "急救科长", "青岚县卫生健康局", Role.DUTY_LEADER, "county"),
]
