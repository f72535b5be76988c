"""Errors that a caller can act on.

ClaimcheckError              anything below; the command line prints it and exits with 2
├── DocumentError            the article cannot be read: missing, empty, binary, too large, not English …
├── ModelError               a model package is missing, incomplete or altered; says the command that mends it
├── RecordError              a record breaks its schema or an invariant; carries every complaint
├── GoldError                a gold file cannot be used: no YAML, an unknown field, words that are not in the article …
├── SettingError             an option has a value that cannot be used, such as a date that is none
├── ConfigError              a settings file cannot be used; carries every complaint, with its line
├── LockError                a claims.lock cannot be used, or an article has no such claim
├── VerdictError             a file of verdicts cannot be used: no CSV and no Web Annotations, no such column …
├── LookupFileError          a file of kept answers cannot be used: damaged, altered, of another version …
├── ArchiveError             the archive of fact-checks is not there or damaged, or a file for it cannot be read
├── WarmError                a warm server cannot be used or started: one listens there already, others could listen in …
├── BatchError               a batch cannot be run: no such input, an output of other articles or settings, no cluster …
├── BaselineError            a baseline cannot be used: no JSON, another version, not there …
├── QueueError               the review queue cannot be used: no such database, of another version, a value that it does not take …
│   ├── NotInQueue           no such article, claim or person, or none that this person may see
│   ├── QueueForbidden       the person may see it, but not do that
│   └── QueueConflict        somebody else was there first: a lease, a newer revision, a name that is taken
└── RuleError                a rule is registered twice or asked for by a name that does not exist
"""


class ClaimcheckError(Exception):
    """Base of all errors. Its text is one sentence for the user, which names what would mend it."""


class DocumentError(ClaimcheckError):
    """The article cannot be read."""


class ModelError(ClaimcheckError):
    """The language models cannot be used."""


class GoldError(ClaimcheckError):
    """A gold file, or its article, cannot be used. `complaints` holds a sentence for each claim in which something is wrong."""

    def __init__(self, message: str, complaints: tuple[str, ...] = ()):
        super().__init__(message)
        self.complaints = complaints


class LockError(ClaimcheckError):
    """A file of verified claims cannot be used, or an article has no such claim."""


class BatchError(ClaimcheckError):
    """A batch cannot be begun, or gone on with."""


class SettingError(ClaimcheckError):
    """An option has a value that cannot be used."""


class ConfigError(ClaimcheckError):
    """A settings file cannot be used. `complaints` holds one line each: "pyproject.toml:12: tool.claimcheck.rules.x: why"."""

    def __init__(self, message: str, complaints: tuple[str, ...] = ()):
        super().__init__(message)
        self.complaints = complaints


class ArchiveError(ClaimcheckError):
    """The archive of earlier fact-checks, or a file that it is to take in, cannot be used."""


class BaselineError(ClaimcheckError):
    """A baseline cannot be used."""


class WarmError(ClaimcheckError):
    """A warm server cannot be used, or cannot be started."""


class LookupFileError(ClaimcheckError):
    """A file of kept answers, or one that is searched, cannot be used."""


class VerdictError(ClaimcheckError):
    """A file of verdicts cannot be used."""


class QueueError(ClaimcheckError):
    """The review queue, or a value given to it, cannot be used."""


class NotInQueue(QueueError):
    """There is no such thing in the queue, or none that this person may see: the two are not told apart."""


class QueueForbidden(QueueError):
    """This person's role does not allow it."""


class QueueConflict(QueueError):
    """Somebody else was there first: what was read is no longer so. Reading it anew and deciding again mends it."""


class RuleError(ClaimcheckError):
    """A rule is registered twice, or asked for by an unknown name."""


class RecordError(ClaimcheckError):
    """A record breaks its schema or an invariant.

    `complaints` holds one line each: where in the record, and why.
    """

    def __init__(self, message: str, complaints: tuple[str, ...] = ()):
        super().__init__(message)
        self.complaints = complaints
