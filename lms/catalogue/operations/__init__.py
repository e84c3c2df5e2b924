"""Publishing programmes, and writing the drafts that become their next versions."""

from lms.catalogue.operations.publishing import Publication, publish

__all__ = ["Publication", "publish"]
