"""Passwords made for people, to be read out once."""

import secrets

LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def one_time_password() -> str:
    """Fourteen letters and digits that cannot be mistaken for each other, to be read out once."""
    return "".join(secrets.choice(LETTERS) for _letter in range(14))
