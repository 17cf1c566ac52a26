"""Where GeoDjango finds GDAL, GEOS and PROJ: inside the pyogrio and shapely wheels unless the environment names others."""

import importlib.util
import os
from pathlib import Path


def _site(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"The Python package {package} is missing: run ./dev up, or install requirements.lock.")
    return Path(spec.origin).parent


def _first(folder: Path, pattern: str) -> str | None:
    return next((str(path) for path in sorted(folder.glob(pattern))), None)


def gdal_library() -> str | None:
    """Path of libgdal, or None to let Django search the system."""
    site = _site("pyogrio")
    return os.environ.get("GDAL_LIBRARY_PATH") or _first(site.parent / "pyogrio.libs", "libgdal*")


def geos_library() -> str | None:
    """Path of libgeos_c, or None to let Django search the system."""
    return os.environ.get("GEOS_LIBRARY_PATH") or _first(_site("shapely").parent / "shapely.libs", "libgeos_c*")


def export_data_paths() -> None:
    """Tell GDAL and PROJ where their tables lie; an operator's own setting wins."""
    site = _site("pyogrio")
    os.environ.setdefault("GDAL_DATA", str(site / "gdal_data"))
    os.environ.setdefault("PROJ_DATA", str(site / "proj_data"))
