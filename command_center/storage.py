"""Static files with hashed names, own ES modules included."""

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class StaticFiles(ManifestStaticFilesStorage):
    """Hashed names outside DEBUG; relative imports between our ES modules are rewritten too."""

    support_js_module_import_aggregation = True
    # One pass for each step of the longest chain of imports; it ends as soon as nothing changes.
    max_post_process_passes = 20
    manifest_strict = False

    def url(self, name: str | None, force: bool = False) -> str:
        """Plain name while developing and testing without a collected manifest."""
        if settings.DEBUG or not self.hashed_files:
            return super(ManifestStaticFilesStorage, self).url(name or "") if force else self._plain(name)
        return super().url(name or "", force)

    def _plain(self, name: str | None) -> str:
        return f"{settings.STATIC_URL}{name}"
