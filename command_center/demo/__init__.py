"""A fictional county, made from a seed: nothing in it exists, and every name says so (design §2.i: no licensed boundaries)."""
