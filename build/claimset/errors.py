"""The exceptions of claimset: the package or the request is wrong (wrong *data* is a Finding instead).

ClaimsetError
├── PackageError   datapackage.json, a schema or the folder itself cannot be used
├── RequestError   what is asked for is not in the package
└── ReleaseError   a release cannot be written, read or compared
"""


class ClaimsetError(Exception):
    """Something other than the data is wrong; the message says what and how to mend it."""


class PackageError(ClaimsetError):
    """The package description cannot be used."""


class RequestError(ClaimsetError):
    """What is asked for is not in the package."""


class ReleaseError(ClaimsetError):
    """A release cannot be written, read or compared."""
