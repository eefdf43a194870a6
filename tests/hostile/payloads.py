"""What is sent by who means no good: each of a kind that has broken some program some day."""

from random import Random

MARK = "<hostile-mark>"
"""A tag that no page has: where it stands in a page as a tag, typed text was not escaped."""

SUM = "9505517"
"""7 × 1357931: stands in an answer only where somebody's template was carried out."""

TEXTS = (
    "", " ", "\t\n", "a" * 300, "å" * 9_000, "x" * 120_000, "\x00", "a\x00b", "\x01\x02\x1b[31m",
    "\u202eesrever\u2066", "\ufeff", "\ufffe\uffff", "e" + "\u0301" * 500, "👩‍👩‍👧‍👦🇳🇴", "ﷺ" * 50,
    "\u2028\u2029", "a\r\nX-Hostile: 1", "\r\n\r\n<html>", "%0d%0aX-Hostile:%201", "%00", "%ff%fe",
    "0", "-1", "1.5", "1e999", "-0", "NaN", "Infinity", "9" * 25, "9" * 5_000, "٣", "²", "0x10",
    "1_000", "+5", "true", "null", "undefined", "[]", "{}", '{"a":[1,{"b":null}]}', "[" * 5_000,
    f"<script>alert(1)</script>{MARK}", f'"{MARK}', f"' onhostile='1{MARK}", f"</script>{MARK}",
    f"<!--{MARK}", f"]]>{MARK}", f"</textarea>{MARK}", f"</title>{MARK}", "{{7*1357931}}",
    "${7*1357931}", "<%= 7*1357931 %>", "{visit.site.settings}", "%s%s%n", "{0.__class__}",
    "'; DROP TABLE note; --", "1 OR 1=1", "x' UNION SELECT secret FROM setting --", "%", "_", "\\",
    "../../../../etc/passwd", "..\\..\\windows", "/etc/passwd", "file:///etc/passwd", "CON", ".",
    "..", "~", "http://hostile.example/", "//hostile.example", "/\\hostile.example", "/stab/../..",
    "javascript:alert(1)", "data:text/html,x", "https://hostile.example@test/", "\\\\host\\share",
    "=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "=HYPERLINK(1)", '=cmd|"/c calc"!A1', "＝1+1",
    "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "1969-12-31", "2026-13-01T25:61",
    "25:99", "-1:00", "2026-03-29T02:30", "2026-01-01T00:00+99:99", "1" * 40 + "-01-01",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>", "&#0;&#xD800;&amp;",
    "kari", "csrf", "__proto__", "constructor", "id", "*", "?", "#", "&", ";", "|", "`id`", "$(id)",
    ")", "(", "(" * 2_000, '"', '"unended', "a" + " b" * 3_000, "OR NOT AND NEAR(", "æøå ÆØÅ čŋŧ",
)  # fmt: skip

#: As they come percent-encoded in an address or a form: not all of them are text.
BYTES = (
    b"%00", b"%ff", b"%c0%af", b"%ed%a0%80", b"%ed%bf%bf", b"%f4%90%80%80", b"%fe%ff", b"%e2%82",
    b"%2e%2e%2f", b"%2e%2e%5c", b"..;/", b"%252e%252e%252f", b"%0d%0aX-Hostile:%201", b"%",
    b"%zz", b"%u0041", b"%20", b"+", b"%09", b"%1b", b"%7f", b"%c2%85", b"%e2%80%ae", b"%ef%bb%bf",
    b"%3Chostile-mark%3E", b"%22%3E%3Chostile-mark%3E", b"a" * 9_000, b"%41" * 3_000, b"%2f", b"//",
)  # fmt: skip

_HEADERS: dict[bytes, tuple[bytes, ...]] = {
    b"host": (
        b"", b"hostile.example", b"test:99999", b"test:x", b"[::1", b"[::1]:80", b"a b", b"a,b",
        b'"><hostile-mark>', b"test/../x", b"test@hostile.example", b"\xff\xfe", b"a" * 9_000,
        b"test#x", b"test?x", b"[v1.x]", b"xn--a", b"test:", b":80", b"\xe6.no", b"a\\b", b"[x]",
    ),
    b"x-forwarded-host": (b"hostile.example", b"[::1", b"", b"a,b", b'"><hostile-mark>'),
    b"x-forwarded-proto": (b"https", b"javascript", b"", b"http,https", b"\xff"),
    b"x-forwarded-for": (b"127.0.0.1", b"::1", b"x" * 5_000, b"\xff", b"1.2.3.4, 5.6.7.8"),
    b"x-forwarded-prefix": (b"//hostile.example", b"/../", b"\xff"),
    b"forwarded": (b"host=hostile.example;proto=https", b";;;=,", b'for="[::1'),
    b"x-original-url": (b"/stab",), b"x-rewrite-url": (b"/stab",),
    b"x-http-method-override": (b"DELETE", b"\xff"),
    b"accept-language": (
        b"", b"*", b"en;q=NaN", b"en;q=1e999", b"en;q=-1", b"en,nb;q=", b";q=1", b"se" * 5_000,
        b"nb," * 5_000, b"\xff\xfe", b"en;q=inf,nb;q=nan", b"../../etc/passwd", b"nb;q=0;q=1",
        b"en-" + b"a-" * 500,
    ),
    b"accept-encoding": (b"", b"gzip;q=0", b"br, gzip", b"*", b"\xff", b"gzip" * 2_000),
    b"accept": (b"", b"*/*;q=x", b"application/json", b"\xff", b"text/html;q=nan"),
    b"if-none-match": (b"*", b'"', b'W/"', b'W/"x", ' * 1_000, b"\xff", b""),
    b"if-modified-since": (b"x", b"Thu, 01 Jan 1970 00:00:00 GMT", b"Sun, 99 Foo 99999", b"\xff"),
    b"if-range": (b"x", b"\xff", b'"a"'),
    b"range": (
        b"bytes=0-", b"bytes=-1", b"bytes=5-2", b"bytes=99999999999999999999-", b"bytes=a-b", b"x",
        b"bytes=" + b"0-1," * 1_000, b"bytes=0-0,1-1", b"bytes=-", b"bytes=\xb2-", b"lines=1-2",
    ),
    b"cookie": (
        b"", b";", b"=", b"tannhjul_staff", b"tannhjul_staff=", b"tannhjul_staff=a.b.c", b"\xff",
        b"tannhjul_staff=" + b"A" * 8_000, b'tannhjul_staff="\\"', b"tannhjul_staff=e30=.a.b",
        b"tannhjul_staff=\xff.\xff.\xff", b"a=b; " * 2_000, b"tannhjul_staff=bnVsbA==.aaaaaa.x",
    ),
    b"authorization": (
        b"", b"Bearer", b"Bearer ", b"Bearer \xff", b"Basic a2FyaTprYXJp", b"bearer a.b.c",
        b"Bearer " + b"a" * 9_000, b"Bearer Im9wZXJhdG9yIg.aaaa.bbbb", b"Digest \xff",
    ),
    b"origin": (b"null", b"", b"http://hostile.example", b"http://[", b"file://", b"\xff", b"//"),
    b"referer": (b"http://hostile.example/", b"http://[::1", b"\xff", b"", b"about:blank"),
    b"content-type": (
        b"", b"text/plain", b"application/json", b"multipart/form-data", b"text/xml", b"\xff", b";",
        b"multipart/form-data; boundary=", b"multipart/form-data; boundary=" + b"a" * 5_000,
        b"multipart/form-data; boundary=\xff", b'multipart/form-data; boundary="', b"/",
        b"multipart/form-data; charset=klingon; boundary=x", b"multipart/form-data; boundary=a b",
        b"application/x-www-form-urlencoded; charset=utf-7", b"application/json; charset=utf-16",
        b"application/x-www-form-urlencoded; charset=klingon", b"multipart/mixed; boundary=x",
    ),
    b"content-length": (b"-1", b"x", b"0", b"99999999999999999999", b"1, 2", b"\xff", b""),
    b"content-encoding": (b"gzip", b"br", b"deflate", b"\xff"),
    b"transfer-encoding": (b"chunked", b"gzip, chunked", b"\xff"),
    b"expect": (b"100-continue", b"x"),
    b"sec-fetch-site": (b"cross-site", b"\xff"),
    b"user-agent": (b"", b"\xff", b"{{7*1357931}}", b"<hostile-mark>"),
    b"x-hostile-\xff": (b"",),
}  # fmt: skip

JSON_BODIES = (
    b"", b"null", b"0", b'""', b"[]", b"{}", b"{", b"\xff", b"\xef\xbb\xbf{}", b"[" * 100_000,
    b'{"a":' * 20_000, b"NaN", b'{"tables":1e400,"seats":1}', b'{"tables":"1","seats":[]}',
    b'{"tables":1,"seats":1,"rehearsal":false,"id":"x"}', b'{"tables":-1,"seats":0}',
    b'{"tables":1.5,"seats":2}', b'{"tables":' + b"9" * 5_000 + b',"seats":1}',
    b'{"tables":1,"tables":2,"seats":3}', b'{"tables":null,"seats":{}}', b'"\\ud800"',
    b'{"\\ud800":"\\udfff"}', b'{"\\u0000":1}', b'{"tables":true,"seats":true}', b"\x00" * 100,
    b'{"tablets":[1e308,1e309],"x":"\\ud800"}', b'{"tables":1,"seats":1}trailing', b"'",
)  # fmt: skip


def text(random: Random) -> str:
    """One of the texts, two of them, or signs at random."""
    chance = random.random()
    if chance < 0.75:
        return random.choice(TEXTS)
    if chance < 0.9:
        return random.choice(TEXTS)[:2_000] + random.choice(TEXTS)[:2_000]
    signs = (random.choice((0x7F, 0x2FF, 0xD7FF, 0x10FFFF)) for _ in range(random.randrange(1, 60)))
    found = (chr(random.randrange(most + 1)) for most in signs)
    return "".join(each for each in found if not "\ud800" <= each <= "\udfff")


def header(random: Random) -> tuple[bytes, bytes]:
    """No CR, LF or NUL: the server in front of us refuses those itself."""
    name = random.choice(list(_HEADERS))
    if random.random() < 0.85:
        return name, random.choice(_HEADERS[name])
    kept = text(random).encode("utf-8")[:4_000]
    return name, bytes(each for each in kept if each not in b"\r\n\0")
