"""How things are named in the record: `<entity>:<pk>`."""

from django.db.models import Model


def subject_of(thing: Model | str) -> str:
    """`<entity>:<pk>`, e.g. incident:12."""
    return thing if isinstance(thing, str) else f"{thing._meta.model_name}:{thing.pk}"
