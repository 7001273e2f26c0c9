"""The page for those who draft: static files and their headers. It talks to nothing but the API."""

from server.web.oxt import mount_oxt
from server.web.statiques import mount_page

__all__ = ["mount_oxt", "mount_page"]
