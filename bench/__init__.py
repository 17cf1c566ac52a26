"""Performance, each figure beside its limit measured in the same run. `./dev bench [name …] [--json FILE]`.

A benchmark is a module `bench/<name>.py` with `def run(report: Report) -> None`; see `bench/harness.py`.
"""
