"""Both calculations side by side."""

from dataclasses import asdict

BY = (
    "call_to_dispatch_by_type",
    "dispatch_to_arrival_by_type",
    "call_to_dispatch_by_unit",
    "dispatch_to_arrival_by_unit",
)


def as_plain(figures):
    """The platform's figures as tuples (n, P50, P90), the way the oracle writes them."""
    plain = {
        name: tuple(asdict(getattr(figures, name)).values()) for name in ("call_to_dispatch", "dispatch_to_arrival")
    }
    for name in BY:
        plain[name] = {key: tuple(asdict(value).values()) for key, value in getattr(figures, name).items()}
    return plain


def in_our_words(figures, types):
    """The oracle's figures with call types under the names of the event types they became."""
    named = dict(figures)
    for name in BY[:2]:
        named[name] = {types[key].name_en: value for key, value in figures[name].items()}
    return named
