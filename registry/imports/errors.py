"""Why a file or a cell is refused. The docstring of a class is the sentence, with its cure."""

from collections.abc import Iterable, Sequence

from django.utils.translation import get_language, gettext, pgettext

from registry.errors import RegistryError


class NotLoaded(RegistryError):
    """The file was not loaded and nothing was changed: correct the rows below and import it again."""

    def __init__(self, problems: Sequence[str]) -> None:
        """problems: a sentence for each fault, with its row and column."""
        super().__init__()
        self.problems = list(problems)


class BadFile(RegistryError):
    """The file can't be read as a table."""


class NotText(BadFile):
    """The file is neither UTF-8 nor GB18030 text: save it as “CSV UTF-8” or as xlsx."""


class NotCsv(BadFile):
    """Line %(line)s can't be read as CSV (%(why)s): save the table as “CSV UTF-8” again."""


class NotAWorkbook(BadFile):
    """This is no Excel workbook that can be read: save the table as xlsx without a password, or as CSV."""


class TooLarge(BadFile):
    """The file is larger than %(limit)s MB, unpacked: split it."""


class TooManyRows(BadFile):
    """The table has more than %(limit)s rows: split it."""


class TooManyColumns(BadFile):
    """The table has more than %(limit)s columns: delete those that are not needed."""


class NoTable(BadFile):
    """The file is empty: its first row names the columns, each further row is one entry."""


class UnknownColumn(RegistryError):
    """There is no such column. These are known: %(known)s."""


class ColumnTwice(RegistryError):
    """This column is there twice: delete one of them."""


class ColumnMissing(RegistryError):
    """The column %(column)s is missing."""


class NoPasswords(RegistryError):
    """Passwords are never imported: delete this column. New people get a password from the administrator."""


class CellTooMany(RegistryError):
    """The row has more cells than the table has columns: put text with a comma in quotation marks."""


class CellEmpty(RegistryError):
    """This cell must be filled."""


class HeldAsNumber(RegistryError):
    """Excel made the number %(value)s of this and may have lost digits: format it as text, type it again."""


class NoDay(RegistryError):
    """“%(value)s” is no day: write it like 2026-03-01."""


class NoAmount(RegistryError):
    """“%(value)s” is no amount: write it in yuan to the fen, like 1234.50."""


class NotAChoice(RegistryError):
    """“%(value)s” is not known here. Write one of these: %(known)s."""


class ControlCharacter(RegistryError):
    """The text has an invisible or private character (U+%(code)s): type it again."""


class Unprintable(RegistryError):
    """Our fonts cannot print these characters: %(characters)s. Write them in another way."""


class RowTwice(RegistryError):
    """Row %(row)s says this already: delete one of them."""


class UnknownUnit(RegistryError):
    """No unit has the code “%(code)s”: import the unit first, or correct the code."""


class SeveralUnits(RegistryError):
    """Several bureaus have a unit “%(code)s”: name the bureau in the column “bureau”."""


class UnknownPerson(RegistryError):
    """Nobody has the username “%(username)s”: import the person first, or correct the username."""


def spelled(name: str, word: str) -> str:
    """What a file may say, for the reader: the Chinese word; elsewhere the name of ours before it."""
    return word if (get_language() or "").startswith("zh") else f"{name} ({word})"


def listed(words: Iterable[str]) -> str:
    """The words one after another, with the mark of the language."""
    return pgettext("list", ", ").join(words)


def sentence_of(error: Exception) -> str:
    """What an error says, Django's validation errors included."""
    messages = getattr(error, "messages", None)
    return " ".join(map(str, messages)) if messages else str(error)


def placed(row: int | None, column: str, sentence: str) -> str:
    """The sentence with the place of the fault in front."""
    if row is None:
        return f"{column}{gettext(': ')}{sentence}" if column else sentence
    place = {"row": row, "column": column, "sentence": sentence}
    if not column:
        return gettext("row %(row)s: %(sentence)s") % place
    return gettext("row %(row)s, column %(column)s: %(sentence)s") % place
