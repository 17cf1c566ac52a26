"""Cases for the allocation: made by us, of the kinds a hill county knows; nothing is taken from a real event.

`big` is 50 warehouses × 200 places × 100 items. The named ones are small counties in which what is nearest for one is the only
one near for another. `plain` has no such trap: there nearest-first is already good, and it is kept among the cases so that
the average is not of traps alone.
"""

import numpy as np

from incidents.supply.allocation import Item, Lot, Need, Problem, Source, Stock

SPEED_KMH, LOADING_MIN = 40, 20


def _minutes(km: np.ndarray) -> np.ndarray:
    return (LOADING_MIN + km * 1.4 / SPEED_KMH * 60).astype(np.int64)


def _distances(stores: np.ndarray, places: np.ndarray) -> np.ndarray:
    return np.hypot(*(stores[:, None, :] - places[None, :, :]).transpose(2, 0, 1))


def big(seed: int = 1, *, items_each: int = 100, payload_kg: float | None = None, supply: float = 1.2) -> Problem:
    """Warehouses all over 80 × 80 km, needs thick in the middle; stocks unequal (Pareto), a tenth kept as a floor."""
    rng = np.random.default_rng(seed)
    stores, places = rng.uniform(0, 80, (50, 2)), rng.normal(40, 15, (200, 2))
    km = _distances(stores, places)
    needs = []
    for place in range(200):
        priority = int(rng.integers(1, 5))
        for item in rng.choice(100, items_each, replace=False):
            needs.append(Need(len(needs), int(item), int(rng.integers(5, 60)), place, priority))
    asked = np.zeros(100)
    for need in needs:
        asked[need.item] += need.quantity
    stocks = {}
    for item in range(100):
        holders = rng.choice(50, 20, replace=False)
        shares = rng.pareto(1.5, 20) + 0.2
        for source, share in zip(holders, shares / shares.sum(), strict=True):
            quantity = int(share * asked[item] * supply)
            if quantity:
                stocks[int(source), item] = Stock(quantity, quantity // 10, _lots(len(stocks), quantity, rng))
    items = {n: Item(n, float(rng.choice([0.5, 2, 12, 30])), float(rng.choice([0.01, 0.02, 0.1]))) for n in range(100)}
    sources = [Source(n, f"W{n}", payload_kg) for n in range(50)]
    return Problem(sources, needs, stocks, _minutes(km), km, items)


def _lots(number: int, quantity: int, rng: np.random.Generator) -> tuple[Lot, ...]:
    first = quantity // 3
    return (Lot(2 * number, first, int(rng.integers(30, 900))), Lot(2 * number + 1, quantity - first, None))


def side_valleys(seed: int) -> Problem:
    """A town with a depot on either bank; side valleys, reached from one bank only, ask after the town has asked."""
    rng = np.random.default_rng(seed)
    stores = np.array([[30, 29], [30, 34], [62, 30], [0, 30]], float)
    town = rng.normal((30, 31), 1.2, (6, 2))
    valleys = np.column_stack([rng.uniform(26, 34, 6), rng.uniform(16, 25, 6)])
    return _county(rng, stores, np.vstack([town, valleys]), [5, 5, 1, 1], detours=[(1, range(6, 12), 75)], urgent=False)


def bridge_out(seed: int) -> Problem:
    """A river through the county, one bridge left at its end: a bank can live off its own depots, the other is a long way round."""
    rng = np.random.default_rng(seed)
    stores = np.column_stack([rng.uniform(5, 55, 6), [12, 20, 27, 33, 40, 48]])
    places = np.column_stack([rng.uniform(5, 55, 14), rng.uniform(12, 48, 14)])
    south_stores, south = stores[:, 1] < 30, places[:, 1] < 30
    across = [(n, np.nonzero(south != south_stores[n])[0], 40) for n in range(6)]
    return _county(rng, stores, places, [3] * 6, detours=across, urgent=False)


def chain(seed: int) -> Problem:
    """Townships down one valley road, a store above each; most lie a little nearer to the store of the next one below."""
    rng = np.random.default_rng(seed)
    along = np.arange(10) * 9.0
    stores = np.column_stack([along, rng.normal(0, 0.3, 10)])
    places = np.column_stack([along + rng.uniform(4.2, 5.6, 10), rng.normal(0, 0.3, 10)])
    return _county(rng, stores, places, [1] * 10, each=(9, 12), urgent=False)


def plain(seed: int) -> Problem:
    """Stores and places anywhere, enough for all."""
    rng = np.random.default_rng(seed)
    return _county(rng, rng.uniform(0, 60, (8, 2)), rng.uniform(0, 60, (14, 2)), [4] * 8)


def _county(rng, stores, places, wealth, *, detours=(), each=(5, 15), urgent=True) -> Problem:
    km = _distances(stores, places)
    minutes = _minutes(km)
    for source, behind, more in detours:
        minutes[source, list(behind)] += more
    needs, stocks = [], {}
    for place in range(len(places)):
        priority = int(rng.integers(1, 4)) if urgent else 2
        for item in range(4):
            needs.append(Need(len(needs), item, int(rng.integers(*each)) * 10, place, priority))
    for item in range(4):
        unit = sum(need.quantity for need in needs if need.item == item) * 1.15 / sum(wealth)
        for source, share in enumerate(wealth):
            quantity = int(unit * share * rng.uniform(0.9, 1.2))
            stocks[source, item] = Stock(quantity, 0, (Lot(len(stocks), quantity, 100),))
    return Problem([Source(n, f"W{n}") for n in range(len(stores))], needs, stocks, minutes, km)


KINDS = {"side valleys": side_valleys, "bridge out": bridge_out, "chain": chain, "plain": plain}
