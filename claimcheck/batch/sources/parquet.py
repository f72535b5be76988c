"""Parquet: an article a row. Only the columns that are asked for are read, a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from claimcheck.batch.items import Item
from claimcheck.batch.sources.fields import Fields, item_of
from claimcheck.errors import DocumentError

NEEDS = ("pyarrow.parquet",)

#: Rows that are in memory at once, and bytes of a column that are read ahead.
ROWS, AHEAD = 16, 1 << 20
#: Bytes and entries that the description of a file may claim to have.
_THRIFT = {"thrift_string_size_limit": 10_000_000, "thrift_container_size_limit": 1_000_000}


def items(file: BinaryIO, name: str, fields: Fields) -> Iterator[Item]:
    """The articles of a file; their ids have the number of the row, from 1. Raises DocumentError for columns that do not fit."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(file, buffer_size=AHEAD, pre_buffer=False, **_THRIFT) as parquet:
        schema = parquet.schema_arrow
        twice = {column for column in schema.names if schema.names.count(column) > 1}
        columns = [column for column in schema.names if column in fields.names and column not in twice]
        wanted = [column for column in (*fields.text, *fields.html) if column in columns]
        if not wanted:
            raise DocumentError(
                f"{name} has no column {' or '.join((*fields.text, *fields.html))}; it has {', '.join(schema.names)[:200]}: "
                "name the right one, as in --field text=body."
            )
        for column in wanted:
            kind = schema.field(column).type
            kind = kind.value_type if pa.types.is_dictionary(kind) else kind
            if not any(fits(kind) for fits in (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)):
                raise DocumentError(f"The column {column} of {name} holds {kind} and no text: name the right one, as in --field text=body.")
        number = 0
        for batch in parquet.iter_batches(ROWS, columns=columns, use_threads=False):
            for row in range(batch.num_rows):
                number += 1
                place = f"{name}#{number}"
                try:
                    values = {column: batch.column(column)[row].as_py() for column in columns}
                    yield item_of(place, values, fields)
                except DocumentError as error:
                    yield Item(place, error=str(error))
                except (ValueError, OverflowError, pa.ArrowException) as error:  # bytes that are no UTF-8, times beyond what Python has
                    yield Item(place, error=f"{place} cannot be read ({str(error)[:200]}).")
