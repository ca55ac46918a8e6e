"""Pages for people: the lists and items of the API as HTML, and the pages around them.

They need jinja2 and nh3 (``pip install 'pqgraph[serve]'``), which are loaded with the first page. Nothing runs in the
browser that a page needs: every form and link works without scripts, and the policy that goes with each page forbids
all that is inline or comes from elsewhere.
"""

from pqgraph.api.pages.data import Data
from pqgraph.api.pages.html import html_format
from pqgraph.api.pages.site import PageSite, mount, wants_page

__all__ = ["Data", "PageSite", "html_format", "mount", "wants_page"]
