"""What tests of supplies share."""

import pytest

from tests.factories import supply as make


@pytest.fixture
def scene(county):
    """A county with people, two warehouses, a tent, and an incident."""
    return make.scene(county)
