"""Drawings for tests, made through the service a person uses."""

from incidents.plots.services import PlotData, plot_add

LINE = {"type": "LineString", "coordinates": [[103.6, 30.9], [103.61, 30.91], [103.63, 30.9]]}
AREA = {"type": "Polygon", "coordinates": [[[103.6, 30.9], [103.62, 30.9], [103.62, 30.92], [103.6, 30.9]]]}
POINT = {"type": "Point", "coordinates": [103.6, 30.9]}
SHAPE = {"point": POINT, "text": POINT, "danger": AREA, "control": AREA, "cordon": AREA}


def plot(actor, *, kind="danger", incident=None, jurisdiction=None, **fields):
    """One drawing by `actor`."""
    fields.setdefault("geometry", SHAPE.get(kind, LINE))
    if kind == "text":
        fields.setdefault("label", "会合点")
    return plot_add(data=PlotData(kind=kind, **fields), incident=incident, jurisdiction=jurisdiction, actor=actor)
