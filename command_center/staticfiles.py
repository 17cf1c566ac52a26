"""Which files of the front-end libraries are served."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class Files(StaticFilesConfig):
    """Leaves out what no page loads and what does not hold together on its own (htmx's own extensions import a missing file)."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "ext",
        "*.d.ts",
        "*.cjs.js",
        "*.amd.js",
        "*.gz",
        "*-ext.esm.js",
    ]
