"""Damage to bytes, encodings and archives."""

import gzip
import io
import random
import struct
import zipfile
from collections.abc import Callable

import polars as pl

from mutating.samples import Sample, csv_text, zipped

#: What a kind of damage makes of a sample's bytes; None where it cannot be done.
Damage = Callable[[Sample, random.Random], bytes | None]


def _text(sample: Sample) -> str | None:
    return csv_text(sample.sheets[0]) if sample.form in ("text", "gzip", "zip") else None


def _repacked(sample: Sample, data: bytes) -> bytes:
    if sample.form == "gzip":
        return gzip.compress(data, mtime=0)
    return zipped({"data.csv": data}) if sample.form == "zip" else data


# -- bytes ---------------------------------------------------------------------------------


def _bytes(change: Callable[[bytearray, random.Random], bytes | bytearray]) -> Damage:
    """Of the text inside a packed file, as often as of the packed file itself."""

    def damage(sample: Sample, chance: random.Random) -> bytes | None:
        text = _text(sample)
        if text is not None and chance.random() < 0.7:
            return _repacked(sample, bytes(change(bytearray(text.encode()), chance)))
        return bytes(change(bytearray(sample.data), chance))

    return damage


def _flipped(data: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.choice((1, 1, 3, 10))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def _cut(data: bytearray, chance: random.Random) -> bytearray:
    return data[: chance.randrange(1, len(data))]


def _inserted(data: bytearray, chance: random.Random) -> bytearray:
    place = chance.randrange(len(data))
    more = chance.choice((b"\x00", b'"', b"\n", b",", b"\r", b"\xff", b"\xe2\x82", b'""', b"7"))
    return data[:place] + more + data[place:]


def _taken_out(data: bytearray, chance: random.Random) -> bytearray:
    place = chance.randrange(len(data))
    return data[:place] + data[place + chance.choice((1, 2, 40, 400)) :]


def _zeroed(data: bytearray, chance: random.Random) -> bytearray:
    place = chance.randrange(len(data))
    return data[:place] + bytes(min(64, len(data) - place)) + data[place + 64 :]


def _appended(data: bytearray, chance: random.Random) -> bytearray:
    return data + chance.choice((b"\x00" * 64, b"\nend of file", b"\x1a", b"\n\n\n", b"<html>"))


# -- encodings -----------------------------------------------------------------------------

_ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-be": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "utf-16-without-mark": lambda text: text.encode("utf-16-le"),
    "utf-32": lambda text: text.encode("utf-32"),
    "cp1252": lambda text: text.replace("e", "\u00e9", 1).encode("cp1252", "replace"),
    "bom": lambda text: text.encode("utf-8-sig"),
    "two-boms": lambda text: b"\xef\xbb\xbf" + text.encode("utf-8-sig"),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "cr": lambda text: text.replace("\n", "\r").encode(),
    "mixed-ends": lambda text: text.replace("\n", "\r\n", 7).encode(),
    "no-text": lambda text: text.encode().replace(b"a", b"\x81", 1),
    "no-last-end": lambda text: text.rstrip("\n").encode(),
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "tabs": lambda text: text.replace(",", "\t").encode(),
}


def encoding(sample: Sample, chance: random.Random) -> bytes | None:
    text = _text(sample)
    if text is None:
        return None
    return _repacked(sample, _ENCODINGS[chance.choice(sorted(_ENCODINGS))](text))


# -- archives ------------------------------------------------------------------------------


def gzip_damage(sample: Sample, chance: random.Random) -> bytes | None:
    text = _text(sample)
    if text is None:
        return None
    whole = gzip.compress(text.encode(), mtime=0)
    broken = bytearray(whole)
    broken[chance.randrange(10, len(whole))] ^= 0xFF
    half = len(text) // 2
    parts = (text[:half].encode(), text[half:].encode())
    return chance.choice(
        (
            bytes(broken),
            whole[: chance.randrange(12, len(whole))],
            whole + b"what is no gzip",
            b"".join(gzip.compress(part, mtime=0) for part in parts),
            gzip.compress(whole, mtime=0),
            whole[:-4] + b"\x01\x00\x00\x00",
        )
    )


def zip_damage(sample: Sample, chance: random.Random) -> bytes | None:
    text = _text(sample)
    if text is None:
        return None
    data = text.encode()
    whole = zipped({"data.csv": data})
    broken = bytearray(whole)
    broken[chance.randrange(40, len(whole) - 80)] ^= 0xFF
    sealed = bytearray(whole)
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        sealed[whole.index(mark) + (6 if mark[2] == 3 else 8)] |= 1
    return chance.choice(
        (
            bytes(broken),
            whole[: chance.randrange(30, len(whole))],
            zipped({"inside.zip": whole}),
            zipped({"one.csv": data, "two.csv": data}),
            zipped({"../../data.csv": data}),
            zipped({"read me.txt": b"nothing"}),
            bytes(sealed),
        )
    )


def workbook_damage(sample: Sample, chance: random.Random) -> bytes | None:
    if sample.form != "workbook" and sample.data[:2] != b"PK":
        return None
    with zipfile.ZipFile(io.BytesIO(sample.data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheets = [n for n in members if n.endswith(".xml") and ("sheet" in n or n == "content.xml")]
    if not sheets:
        return None
    name = chance.choice(sheets)
    at = chance.randrange(len(members[name]))
    part = chance.choice(
        (
            members[name][:at],
            members[name][:at] + b"<" + members[name][at:],
            members[name].replace(b"</", b"< /", 1),
            members[name].replace(b'r="A', b'r="XFD104857', 1),
            members[name].replace(b"<v>0</v>", b"<v>99999999</v>", 1),
            b"",
        )
    )
    if chance.random() < 0.2:
        members.pop(chance.choice(sorted(members)))
    return zipped({**members, name: part} if name in members else members)


def bomb(sample: Sample, chance: random.Random) -> bytes | None:
    """Little that unpacks to much: by its ratio, past the limit, or behind a false size."""
    rows = csv_text(sample.sheets[0][:2] if sample.sheets else [["a"]]).encode()
    much = rows + b"0" * chance.choice((40_000_000, 80_000_000))
    false = bytearray(zipped({"data.csv": much}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", false, false.index(mark) + place, 100)
    return chance.choice(
        (
            lambda: gzip.compress(much, 9, mtime=0),
            lambda: zipped({"data.csv": much}),
            lambda: zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": much}),
            lambda: zipped({"inside.zip": zipped({"data.csv": much})}),
            lambda: bytes(false),
        )
    )()


def parquet_damage(sample: Sample, chance: random.Random) -> bytes | None:
    if sample.form != "parquet":
        return None
    data = bytearray(sample.data)
    how = chance.randrange(5)
    if how == 0:
        return bytes(data[: chance.randrange(8, len(data))])
    if how == 1:
        data[chance.randrange(4, len(data) // 2)] ^= 0xFF
    elif how == 2:
        (length,) = struct.unpack_from("<I", data, len(data) - 8)
        data[chance.randrange(len(data) - 8 - length, len(data) - 8)] ^= 0xFF
    elif how == 3:
        struct.pack_into("<I", data, len(data) - 8, chance.choice((0, 7, 2**31, len(data))))
    else:
        frame = pl.read_parquet(io.BytesIO(data))
        name = chance.choice(frame.columns)
        odd = chance.choice((pl.lit(True), pl.lit([1]), pl.lit(b"\xff"), pl.lit(None), pl.lit(3)))
        packed = io.BytesIO()
        frame.with_columns(odd.alias(name)).write_parquet(packed)
        return packed.getvalue()
    return bytes(data)


KINDS: dict[str, Damage] = {
    "bytes-flipped": _bytes(_flipped),
    "bytes-cut": _bytes(_cut),
    "bytes-inserted": _bytes(_inserted),
    "bytes-taken-out": _bytes(_taken_out),
    "bytes-zeroed": _bytes(_zeroed),
    "bytes-appended": _bytes(_appended),
    "encoding": encoding,
    "gzip-damage": gzip_damage,
    "zip-damage": zip_damage,
    "workbook-damage": workbook_damage,
    "parquet-damage": parquet_damage,
    "zip-bomb": bomb,
}
