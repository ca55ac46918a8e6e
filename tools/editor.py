"""Put the SPARQL editor into the package: ``pqgraph/api/static/yasgui.min.{js,css}``, from npm.

They are a megabyte, made by others and needed by nobody who only converts, so they are not in the repository. ``make
editor`` fetches them before a package is built; without them the server has a plain text field. The version and the
digest of the archive are fixed here, so that what is shipped is what was looked at.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "4.6.2"
SHA512 = (
    "670e3929d3e8004d4a45a028c481dd42a789c6f6951b5a10767b70d21cb492d5"
    "f7e59bbc65c72e38bad708bc11f8653ed313332f0f0c8f0e81912655daf52e43"
)
PLACE = Path(__file__).resolve().parent.parent / "pqgraph" / "api" / "static"
FILES = ("yasgui.min.js", "yasgui.min.css")
# The archive has no file of its licence; who made it and under which terms is what its package.json says.
NOTICE = """{name}, version {version}
Repository: {repository}
Authors: {authors}
Licence: {license}

Copyright (c) the authors named above

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main() -> int:
    """Fetch, check and unpack."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", f"@zazuko/yasgui@{VERSION}", "--silent", "--pack-destination", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        found = hashlib.sha512(archive.read_bytes()).hexdigest()
        if found != SHA512:
            print(f"the archive is not the one that is expected: sha512 {found}", file=sys.stderr)  # noqa: T201
            return 1
        with tarfile.open(archive) as members:
            described = members.extractfile("package/package.json")
            assert described is not None, "the archive lacks package.json"
            facts = json.load(described)
            for name in FILES:
                member = members.extractfile(f"package/build/{name}")
                assert member is not None, f"the archive lacks {name}"
                # Maps of the sources are not shipped.
                text = member.read().decode().partition("\n//# sourceMappingURL=")[0].rstrip("\n")
                (PLACE / name).write_text(f"{text}\n", encoding="utf-8")
    authors = [facts.get("author"), *facts.get("contributors", ()), *facts.get("maintainers", ())]
    named = [a.get("name", "") if isinstance(a, dict) else a for a in authors if a]
    repository = facts.get("repository", "")
    notice = NOTICE.format(
        name=facts["name"],
        version=facts["version"],
        repository=repository.get("url", "") if isinstance(repository, dict) else repository,
        authors=", ".join(dict.fromkeys(named)) or "those of the repository",
        license=facts.get("license", "see the repository"),
    )
    (PLACE / "yasgui.LICENSE.txt").write_text(notice, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
