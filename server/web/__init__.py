"""The page for those who draft and the pane of Word: static files that talk to nothing but the API."""

from server.web.oxt import mount_oxt
from server.web.statiques import mount_page
from server.web.volet import mount_volet

__all__ = ["mount_oxt", "mount_page", "mount_volet"]
