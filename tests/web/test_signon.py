"""Single sign-on: a real provider on a real port, redirects followed, and every way it may lie."""

import asyncio
import hmac
import json
import re
import shutil
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import hypothesis
import pytest
from httpx2 import ASGITransport, AsyncHTTPTransport, Response
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from sqlalchemy import Engine, delete

from app.cli.doctor.case import Case
from app.cli.doctor.house import single_sign_on
from app.core.roles import Right, Role, rights
from app.i18n import translator
from app.settings import Settings
from app.signon.failed import Failed
from app.signon.person import person
from app.signon.provider import Provider
from app.signon.registration import ROLES, Registration, Unusable, registration
from app.store import deeds, staff
from app.store.database import open_database, writing
from app.store.signon import Joined, join
from app.store.tables import StaffUser, metadata
from app.web.signon import set_up
from tests.identities import CLIENT, SECRET, TENANT, Claims, Identities, identities, new_key
from tests.web.conftest import PASSWORD, House, Web

HOST = "http://localhost"
OLA = {"oid": "ola-1", "name": "Ola Ansatt", "preferred_username": "ola@prøve.no"}


@pytest.fixture(scope="module")
def port() -> Iterator[Identities]:
    with identities() as provider:
        yield provider


@pytest.fixture
def provider(port: Identities) -> Identities:
    """As it is when nobody lies, with Ola logged in as a process leader."""
    fresh = Identities(port=port.port, who=OLA | {"roles": ["leader"]})
    port.__dict__.update(fresh.__dict__)
    return port


def settings(provider: Identities, **more: Any) -> Settings:
    given: dict[str, Any] = {
        "address": HOST,
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
        "oidc_name": "Prøve kommune",
    }
    return Settings(_env_file=None, **given | more)


class SignOn(House):
    """A house with single sign-on, and browsers that reach it and the provider."""

    def set_up(self, provider: Identities, **more: Any) -> Provider | None:
        asks = set_up(settings(provider, **more))
        self.site.state.site = replace(self.site.state.site, provider=asks)
        return asks

    def web(self, **headers: str) -> Web:
        transport = ASGITransport(app=self.site, raise_app_exceptions=False)
        mounts = {"http://127.0.0.1": AsyncHTTPTransport(verify=False)}
        headers = {"Accept-Language": "en", **headers}
        return Web(transport=transport, mounts=mounts, base_url=HOST, headers=headers)


@pytest.fixture(scope="module")
async def built(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[SignOn]:
    """Built once: what costs is the first page of each."""
    file = shutil.copy(sqlite_template, tmp_path_factory.mktemp("signon") / "tannhjul.db")
    engine = open_database(f"sqlite:///{file}")
    house = SignOn(engine, Settings(_env_file=None, address=HOST))
    yield house
    house.rooms.close()
    engine.dispose()


@pytest.fixture
async def house(built: SignOn, provider: Identities) -> SignOn:
    """With one account, made here, and nobody logged in."""
    with writing(built.engine) as connection:
        for table in ("staff_user", "staff_session", "deed"):
            connection.execute(delete(metadata.tables[table]))
    staff.set_user(built.engine, "kari", "Kari Leder", PASSWORD)
    built.site.state.site.porter.forget()
    built.set_up(provider)
    return built


async def sign_on(web: Web, there: str = "", **asked: str) -> Response:
    """Press the button; the last page of the way."""
    return await web.get(f"/stab/sso?{urlencode({'next': there, **asked})}", follow_redirects=True)


async def logged_in(web: Web) -> bool:
    return (await web.get("/stab")).status_code == 200


def account(engine: Engine, login: str = "ola") -> StaffUser:
    return next(user for user in staff.users(engine) if user.login == login)


def logins(engine: Engine) -> list[str]:
    return [user.login for user in staff.users(engine)]


# ---------------------------------------------------------------- the way there and back


async def test_somebody_with_a_role_is_let_in_where_they_were_going(
    house: SignOn, web: Web, provider: Identities
) -> None:
    """V211: by a link, not a form, and back by a cookie that comes along from another site."""
    page = await web.get("/stab/kommune", follow_redirects=True)
    button = re.search(r'href="([^"]+)">Log in with Prøve kommune<', page.text)
    assert button
    start = await web.get(button[1].replace("&amp;", "&"))
    assert start.status_code == 302
    assert "samesite=lax" in start.headers["Set-Cookie"].lower()
    assert SECRET not in start.headers["Location"]
    there = await web.get(start.headers["Location"], follow_redirects=True)
    assert str(there.url) == f"{HOST}/stab/kommune"
    user = account(house.engine)
    assert (user.name, user.held, user.subject) == (
        "Ola Ansatt", (Role.LEADER,), f"entra {TENANT} ola-1",
    )  # fmt: skip
    assert "Ola Ansatt" in there.text
    [begun] = provider.begun
    assert begun["scope"] == "openid profile"
    assert "prompt" not in begun


async def test_the_account_can_be_chosen_there(web: Web, provider: Identities) -> None:
    """V211."""
    await sign_on(web, choose="true")
    assert provider.begun[0]["prompt"] == "select_account"


async def test_a_false_host_leads_nowhere_else(house: SignOn, provider: Identities) -> None:
    """V211: the address to come back to is the one that is set."""
    async with house.web(Host="evil.example") as web:
        start = await web.get("/stab/sso")
    asked = dict(parse_qsl(urlsplit(start.headers["Location"]).query))
    assert asked["redirect_uri"] == f"{HOST}/stab/sso/svar"


async def test_nobody_is_sent_out_of_the_house(house: SignOn) -> None:
    """V211."""
    for there in ("https://evil.example", "//evil.example", "/\\evil", "/stab\\@e", "/x"):
        async with house.web() as web:
            assert str((await sign_on(web, there)).url) == f"{HOST}/stab", there


async def test_a_second_tab_is_let_in_as_well(web: Web) -> None:
    """V213."""
    one, two = await web.get("/stab/sso"), await web.get("/stab/sso")
    for start in (one, two):
        page = await web.get(start.headers["Location"], follow_redirects=True)
        assert str(page.url) == f"{HOST}/stab"


async def test_logging_out_can_end_the_login_there(house: SignOn, web: Web) -> None:
    """V211: ours first, and theirs if it is wished."""
    await sign_on(web)
    page = await web.get("/stab")
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token
    gone = await web.send_form("/stab/logg-ut", {"csrf": token[1]}, origin=HOST)
    assert not await logged_in(web)
    assert "Log out of Prøve kommune too" in (await web.get(gone.headers["Location"])).text
    there = (await web.get("/stab/sso/ut")).headers["Location"]
    assert urlsplit(there).path == f"/{TENANT}/v2.0/logout"
    asked = dict(parse_qsl(urlsplit(there).query))
    assert asked == {"client_id": CLIENT, "post_logout_redirect_uri": f"{HOST}/stab/logg-inn"}


# ---------------------------------------------------------------- lies


OTHER = "99999999-2222-3333-4444-555555555555"
FALSE, CLOCK = "could not be trusted", "Set the clock"


LIES: list[tuple[Claims, str]] = [
    ({"aud": "another"}, FALSE),
    ({"aud": ["another"]}, FALSE),
    ({"aud": [CLIENT, "another"]}, FALSE),
    ({"azp": "another"}, FALSE),
    ({"iss": "http://127.0.0.1:1/"}, FALSE),
    ({"nonce": "another"}, FALSE),
    ({"nonce": None}, FALSE),
    ({"tid": OTHER}, FALSE),
    ({"tid": None}, FALSE),
    ({"oid": None, "sub": "ola-1"}, FALSE),
    ({"oid": ""}, FALSE),
    ({"exp": None}, FALSE),
    ({"exp": float("nan")}, FALSE),
    ({"exp": True}, FALSE),
    ({"iat": None}, FALSE),
    ({"exp": 1}, CLOCK),
    ({"iat": 4_000_000_000}, CLOCK),
    ({"nbf": 4_000_000_000}, CLOCK),
]


async def test_a_lie_in_a_token_lets_nobody_in(
    house: SignOn, web: Web, provider: Identities
) -> None:
    """V212."""
    for provider.lie, words in LIES:
        page = await sign_on(web)
        assert (page.status_code, words in page.text) == (403, True), provider.lie
        assert not await logged_in(web), provider.lie
    assert logins(house.engine) == ["kari"]
    provider.lie = {}
    await sign_on(web)
    assert await logged_in(web), "the lies were all that was wrong"


def unsigned(claims: Claims, _: object) -> str:
    return by_hand({"alg": "none", "kid": "a"}, claims)


def by_what_is_public(claims: Claims, key: Any) -> str:
    """As if the public key were a secret that both know."""
    return by_hand({"alg": "HS256", "kid": "a"}, claims, key.as_pem(private=False))


def by_our_secret(claims: Claims, _: object) -> str:
    return by_hand({"alg": "HS256", "kid": "a"}, claims, SECRET.encode())


def by_hand(head: Claims, claims: Claims, shared: bytes = b"") -> str:
    signed = ".".join(encoded(json.dumps(part).encode()) for part in (head, claims))
    mac = hmac.digest(shared, signed.encode(), "sha256") if shared else b""
    return f"{signed}.{encoded(mac)}"


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def by_somebody_else(claims: Claims, _: object) -> str:
    return jwt.encode({"alg": "ES256", "kid": "a"}, claims, new_key("a"))


def by_nobody_known(claims: Claims, _: object) -> str:
    return jwt.encode({"alg": "ES256", "kid": "x"}, claims, new_key("x"))


def with_its_own_key(claims: Claims, _: object) -> str:
    own = new_key("x")
    return jwt.encode({"alg": "ES256", "jwk": own.as_dict(private=False)}, claims, own)


def no_token(_: object, __: object) -> str:
    return "a.b.c"


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
async def test_a_token_that_is_not_signed_by_the_provider_lets_nobody_in(
    web: Web, provider: Identities
) -> None:
    """V212."""
    for provider.token in (
        unsigned, by_what_is_public, by_our_secret, by_somebody_else, by_nobody_known,
        with_its_own_key, no_token,
    ):  # fmt: skip
        page = await sign_on(web)
        assert (page.status_code, FALSE in page.text) == (403, True), provider.token
        assert not await logged_in(web), provider.token


async def test_new_keys_are_asked_for_once(web: Web, provider: Identities) -> None:
    """V214: a provider changes its keys now and then."""
    await sign_on(web)
    provider.key = new_key("b")
    await web.post("/stab/logg-ut")
    web.cookies.clear()
    assert str((await sign_on(web)).url) == f"{HOST}/stab"
    assert [path.rpartition("/")[2] for path in provider.asked].count("keys") == 2
    assert [path.rpartition("/")[2] for path in provider.asked].count("openid-configuration") == 1


# ---------------------------------------------------------------- answers


async def test_an_answer_that_nobody_asked_for_is_refused(
    house: SignOn, web: Web, provider: Identities
) -> None:
    """V213: somebody else's answer, put before a browser, would log it in as them."""
    async with house.web() as theirs:
        start = await theirs.get("/stab/sso")
        back = (await theirs.get(start.headers["Location"])).headers["Location"]
    await web.get("/stab/sso")
    page = await web.get(back, follow_redirects=True)
    assert f"{provider.path}/token" not in provider.asked
    assert page.status_code == 403
    assert "begun in another browser" in page.text
    assert not await logged_in(web)


async def test_an_answer_counts_once(house: SignOn, web: Web, provider: Identities) -> None:
    """V213: here, and the code at the provider, should somebody have kept the cookie as well."""
    start = await web.get("/stab/sso")
    kept = web.cookies.get("tannhjul_staff")
    back = (await web.get(start.headers["Location"])).headers["Location"]
    assert (await web.get(back)).status_code == 303
    web.cookies.clear()
    page = await web.get(back, follow_redirects=True)
    assert (page.status_code, "used already" in page.text) == (403, True)
    async with house.web(Cookie=f"tannhjul_staff={kept}") as thief:
        page = await thief.get(back, follow_redirects=True)
        assert (page.status_code, "used already" in page.text) == (403, True)


async def test_an_answer_after_long_is_none(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """V213."""
    monkeypatch.setattr("app.web.signon.LASTS", -1)
    assert "too long ago" in (await sign_on(web)).text


async def test_an_error_is_told_in_plain_words(web: Web, provider: Identities) -> None:
    """V213: and never in the provider's own, which anybody may have put into the address."""
    for error in ("access_denied", "login_required", "<script>", "server_error"):
        provider.answer = {"error": error, "error_description": "<b>Ring 555</b>", "code": ""}
        page = await sign_on(web)
        assert (page.status_code, "broken off" in page.text) == (403, True), error
        again = await web.get(page.history[-1].url, follow_redirects=True)
        assert "used already" in again.text
        assert error not in page.text
        assert "555" not in page.text


async def test_an_answer_of_another_provider_is_refused(web: Web, provider: Identities) -> None:
    """V213: RFC 9207."""
    provider.answer = {"iss": "https://evil.example"}
    assert "could not be trusted" in (await sign_on(web)).text
    provider.answer = {"iss": provider.issuer}
    assert str((await sign_on(web)).url) == f"{HOST}/stab"


async def test_the_issuer_must_stand_in_the_answer_where_it_is_promised(
    web: Web, provider: Identities
) -> None:
    """V213."""
    provider.metadata = {"authorization_response_iss_parameter_supported": True}
    assert "could not be trusted" in (await sign_on(web)).text


async def test_a_code_without_its_verifier_is_good_for_nothing(
    web: Web, provider: Identities, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V212: who picks up the code on its way cannot use it."""
    redeem = Provider._redeem
    monkeypatch.setattr(
        Provider, "_redeem", lambda self, code, _, back: redeem(self, code, "x", back)
    )
    page = await sign_on(web)
    assert (page.status_code, "used already" in page.text) == (403, True)


# ---------------------------------------------------------------- a provider with trouble


async def test_what_does_not_describe_the_provider_is_not_followed(
    house: SignOn, web: Web, provider: Identities
) -> None:
    """V214."""
    for provider.metadata in (
        {"issuer": "https://other.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
    ):
        house.set_up(provider)
        page = await sign_on(web)
        assert (page.status_code, "do not understand" in page.text) == (502, True)


async def test_a_provider_that_is_away_or_slow_keeps_nobody(
    house: SignOn, web: Web, provider: Identities
) -> None:
    """V214: it is told soon, and a password is a way in meanwhile."""
    asks = house.set_up(provider)
    assert asks
    asks._timeout = 0.2
    provider.asleep.set()
    start = (web.get("/stab/sso", follow_redirects=True) for _ in range(8))
    pages = await asyncio.gather(*start)
    assert {page.status_code for page in pages} == {502}
    assert "does not answer just now" in pages[0].text
    assert len(provider.asked) == 1, "who asks first asks for all"
    assert "With a password" in (await web.get("/stab/logg-inn")).text
    assert (await by_password(web)).status_code == 303


async def by_password(web: Web, login: str = "kari") -> Response:
    page = await web.get("/stab/logg-inn")
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token
    fields = {"csrf": token[1], "login": login, "password": PASSWORD}
    return await web.send_form("/stab/logg-inn", fields, origin=HOST)


async def test_a_secret_that_has_run_out_is_told(
    house: SignOn, web: Web, provider: Identities
) -> None:
    """V214."""
    house.set_up(provider, oidc_client_secret="old")
    page = await sign_on(web)
    assert (page.status_code, "does not accept this server" in page.text) == (502, True)


# ---------------------------------------------------------------- accounts


async def test_who_is_known_is_renewed_and_not_made_again(
    house: SignOn, provider: Identities
) -> None:
    """V215: name and roles are what the provider says now; the person is who they were."""
    async with house.web() as web:
        await sign_on(web)
    provider.who = OLA | {"name": "Ola Gift", "roles": ["editor", "auditor"]}
    async with house.web() as web:
        await sign_on(web)
        assert (await web.get("/stab")).status_code == 200
    assert logins(house.engine) == ["kari", "ola"]
    user = account(house.engine)
    assert (user.name, user.held) == ("Ola Gift", (Role.EDITOR, Role.AUDITOR))


async def test_nobody_has_an_account_by_what_they_are_called(
    house: SignOn, web: Web, provider: Identities
) -> None:
    """V215: not by login, name or e-mail; the names in the log are still two."""
    called = {"preferred_username": "Kari@prøve.no", "email": "kari@prøve.no"}
    provider.who = OLA | called | {"name": "Kari  LEDER", "roles": ["auditor"]}
    await sign_on(web)
    assert logins(house.engine) == ["kari", "kari2"]
    assert account(house.engine, "kari").subject is None
    assert account(house.engine, "kari2").name == "Kari LEDER (kari2)"
    assert account(house.engine, "kari2").held == (Role.AUDITOR,)


async def test_another_person_of_the_same_name_is_another(
    house: SignOn, provider: Identities
) -> None:
    """V215: also where an address at the provider is given to the next one."""
    for oid in ("ola-1", "ola-2", "ola-1"):
        provider.who = OLA | {"oid": oid, "roles": ["leader"]}
        async with house.web() as web:
            await sign_on(web)
    assert logins(house.engine) == ["kari", "ola", "ola2"]
    assert {user.name for user in staff.users(house.engine)} == {
        "Kari Leder", "Ola Ansatt", "Ola Ansatt (ola2)",
    }  # fmt: skip


async def test_two_who_come_at_once_are_one(house: SignOn) -> None:
    """V215."""
    async with house.web() as one, house.web() as two:
        await asyncio.gather(sign_on(one), sign_on(two))
        assert await logged_in(one)
        assert await logged_in(two)
    assert logins(house.engine) == ["kari", "ola"]


async def test_who_has_no_role_is_turned_away_and_it_stands_in_the_log(
    house: SignOn, web: Web, provider: Identities
) -> None:
    """V215: also who had one, whose sessions end."""
    await sign_on(web)
    provider.who = OLA | {"groups": ["administrator"]}
    async with house.web() as another:
        page = await sign_on(another)
    assert page.status_code == 403
    assert "no role here" in page.text
    house.site.state.site.porter.forget()
    assert not await logged_in(web)
    deed = deeds.of(house.engine)[-1]
    assert (deed.actor, deed.what) == ("Ola Ansatt", "/stab/sso/nei")


async def test_a_closed_account_stays_closed(house: SignOn, web: Web) -> None:
    """V215."""
    async with house.web() as first:
        await sign_on(first)
    staff.change(house.engine, "ola", disabled=True, force=True)
    page = await sign_on(web)
    assert (page.status_code, "is closed" in page.text) == (403, True)
    assert not await logged_in(web)
    assert deeds.of(house.engine)[-1].what == "/stab/sso/nei"


async def test_an_account_of_the_provider_has_no_password(house: SignOn, web: Web) -> None:
    """V215: an empty one is none."""
    async with house.web() as first:
        await sign_on(first)
    assert staff.check(house.engine, "ola", "") is None


# ---------------------------------------------------------------- roles

KNOWN_AS = Registration("https://id.example", CLIENT, SECRET, "Prøve kommune", ROLES, False)
TRUE = {"iss": "https://id.example", "aud": CLIENT, "nonce": "n", "iat": 0, "exp": 9, "sub": "a"}

few = hypothesis.settings(max_examples=60)
anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.sampled_from(sorted(ROLES)),
    lambda each: st.lists(each, max_size=3),
    max_leaves=4,
)
claims = st.dictionaries(
    st.sampled_from(["groups", "wids", "role", "scp", "admin", "name"]), anything
)
names = st.sampled_from([*sorted(ROLES), " Leader ", "admin", ""])


@few
@given(claims, st.lists(names | anything, max_size=4), st.booleans())
def test_nobody_gets_a_right_that_no_role_gives(
    more: Claims, each: list[object], alone: bool
) -> None:
    """V216: whatever else stands in the token, and whatever stands for roles."""
    roles = each[0] if alone and len(each) == 1 else each
    found = person(more | TRUE | {"roles": roles}, KNOWN_AS, "n", 1.0).roles
    told = {name.strip().lower() for name in each if isinstance(name, str)}
    assert found is not None
    assert set(found) == {ROLES[name] for name in told if name in ROLES}
    seen.add(found)


seen: set[tuple[Role, ...]] = set()


def test_the_roles_at_random_were_some_and_none() -> None:
    """V216: what is said of all of them was said of something."""
    assert () in seen
    assert len(seen) > 5
    assert any(Right.GOVERN in rights(roles) for roles in seen)


@few
@given(st.dictionaries(st.sampled_from([*TRUE, "tid", "oid", "azp", "nbf", "name"]), anything))
def test_whatever_a_token_says_it_is_a_person_or_refused(wrong: Claims) -> None:
    """V212: no claim breaks the page."""
    with suppress(Failed):
        person(TRUE | wrong, KNOWN_AS, "n", 1.0)


async def test_the_municipality_may_call_the_roles_otherwise(
    house: SignOn, web: Web, provider: Identities
) -> None:
    """V216: then its names count, and ours do not."""
    house.set_up(provider, oidc_roles="Verksted.Leder=leader, arkiv=revisor")
    provider.who = OLA | {"roles": ["verksted.leder", "administrator"]}
    await sign_on(web)
    assert account(house.engine).held == (Role.LEADER,)


async def test_roles_that_are_given_here_are_nobody_elses(
    house: SignOn, web: Web, provider: Identities
) -> None:
    """V216: where the provider is to say only who it is."""
    house.set_up(provider, oidc_roles="here")
    provider.who = OLA | {"roles": ["administrator"]}
    assert "no role here" in (await sign_on(web)).text
    staff.set_user(house.engine, "ola", "Ola", PASSWORD, [Role.EDITOR])
    join(house.engine, "ola", f"entra {TENANT} ola-1")
    await sign_on(web)
    assert await logged_in(web)
    assert account(house.engine).held == (Role.EDITOR,)


# ---------------------------------------------------------------- joining


async def test_an_account_is_joined_by_who_is_logged_in_on_both_sides(
    house: SignOn, web: Web, provider: Identities
) -> None:
    """V217: they see who they are there before they say yes."""
    await by_password(web)
    page = await sign_on(web, join="true")
    assert str(page.url) == f"{HOST}/stab/sso/koble"
    assert "Ola Ansatt" in page.text
    assert account(house.engine, "kari").subject is None, "not before they said yes"
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token
    assert (await web.send_form("/stab/sso/koble", {"csrf": "x"}, origin=HOST)).status_code == 403
    guessed = {"csrf": token[1], "password": "galt passord"}
    assert (await web.send_form("/stab/sso/koble", guessed, origin=HOST)).status_code == 422
    assert account(house.engine, "kari").subject is None, "not by whoever finds the laptop open"
    await web.send_form("/stab/sso/koble", {"csrf": token[1], "password": PASSWORD}, origin=HOST)
    assert account(house.engine, "kari").subject == f"entra {TENANT} ola-1"
    assert deeds.of(house.engine)[-1].what == "/stab/sso/koble"
    provider.who = OLA | {"roles": ["administrator"]}
    async with house.web() as later:
        await sign_on(later)
    assert logins(house.engine) == ["kari"]
    assert account(house.engine, "kari").held == (Role.ADMINISTRATOR,)
    async with house.web() as still:
        assert (await by_password(still)).status_code == 303


async def test_nothing_is_joined_for_who_is_not_logged_in_here(house: SignOn, web: Web) -> None:
    """V217: without a session it is a login like any other."""
    await sign_on(web, join="true")
    assert account(house.engine, "kari").subject is None


async def test_nothing_is_joined_for_who_logged_out_meanwhile(house: SignOn, web: Web) -> None:
    """V217: nor for whoever sits down at the same browser afterwards."""
    await by_password(web)
    start = await web.get("/stab/sso?join=true")
    staff.change(house.engine, "kari", disabled=True, force=True)
    house.site.state.site.porter.forget()
    page = await web.get(start.headers["Location"], follow_redirects=True)
    assert (page.status_code, "begun in another browser" in page.text) == (403, True)


async def test_an_account_without_a_password_stays_theirs(
    house: SignOn, web: Web, provider: Identities
) -> None:
    """V217: whoever finds it open does not join it with somebody else."""
    await sign_on(web)
    provider.who = OLA | {"oid": "per-2", "sub": "s-2", "name": "Per Ansatt"}
    page = await sign_on(web, join="true")
    assert "have no password here" in page.text
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token
    told = await web.send_form("/stab/sso/koble", {"csrf": token[1], "password": ""}, origin=HOST)
    assert told.status_code == 422
    assert account(house.engine, "ola").subject == f"entra {TENANT} ola-1"


async def test_a_person_has_one_account(house: SignOn, web: Web) -> None:
    """V217."""
    async with house.web() as ola:
        await sign_on(ola)
    await by_password(web)
    page = await sign_on(web, join="true")
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token
    said_yes = {"csrf": token[1], "password": PASSWORD}
    gone = await web.send_form("/stab/sso/koble", said_yes, origin=HOST)
    page = await web.get(gone.headers["Location"])
    assert (page.status_code, "already joined" in page.text) == (403, True)
    with pytest.raises(Joined):
        join(house.engine, "kari", f"entra {TENANT} ola-1")


# ---------------------------------------------------------------- set up, or not


async def test_without_it_there_is_none(house: SignOn, web: Web, provider: Identities) -> None:
    """V210."""
    nothing = {"oidc_issuer": "", "oidc_client_id": "", "oidc_client_secret": "", "oidc_name": ""}
    assert house.set_up(provider, **nothing) is None
    assert "/stab/sso" not in (await web.get("/stab/logg-inn")).text
    for path in ("/stab/sso", "/stab/sso/svar", "/stab/sso/ut", "/stab/sso/nei?why=away"):
        assert (await web.get(path)).status_code == 404


async def test_the_login_page_asks_nobody(house: SignOn, web: Web, provider: Identities) -> None:
    """V210."""
    assert (await web.get("/stab/logg-inn")).status_code == 200
    assert provider.asked == []


english = translator("en")

HALVES: list[tuple[Claims, str]] = [
    ({"oidc_client_secret": " "}, "TANNHJUL_OIDC_CLIENT_SECRET is missing"),
    ({"address": ""}, "TANNHJUL_ADDRESS is missing"),
    ({"address": "http://verksted.example"}, "TANNHJUL_ADDRESS must begin with https"),
    ({"oidc_issuer": "http://id.example"}, "TANNHJUL_OIDC_ISSUER must begin with https"),
    ({"oidc_issuer": "https://test.idporten.no"}, "ID-porten is for inhabitants"),
    ({"oidc_roles": "leder=prince"}, "TANNHJUL_OIDC_ROLES"),
]


async def test_half_a_set_is_told_and_passwords_are_as_they_were(
    house: SignOn, web: Web, provider: Identities, caplog: pytest.LogCaptureFixture
) -> None:
    """V210."""
    for wrong, words in HALVES:
        with pytest.raises(Unusable, match=words):
            registration(settings(provider, **wrong))
        assert house.set_up(provider, oidc_only=True, **wrong) is None
        assert words in caplog.text
        [found] = single_sign_on(Case(settings(provider, **wrong), datetime.now(UTC), english))
        assert (found.ok, words in found.words) == (False, True)
    assert (await by_password(web)).status_code == 303


async def test_the_doctor_asks_whether_the_provider_is_there(provider: Identities) -> None:
    """V210, V214: by what is set, and not where nothing is."""
    for these, ok in (
        (settings(provider), [True]),
        (settings(provider, oidc_issuer="http://127.0.0.1:1"), [False]),
        (Settings(_env_file=None), []),
    ):
        case = Case(these, datetime.now(UTC), english)
        assert [each.ok for each in single_sign_on(case)] == ok


async def test_where_it_is_the_only_way_a_password_is_for_emergencies(
    house: SignOn, web: Web, provider: Identities
) -> None:
    """V218: of an administrator who is not joined with it."""
    roles = [Role.LEADER, Role.EDITOR, Role.PUBLISHER]
    staff.set_user(house.engine, "per", "Per", PASSWORD, roles)
    house.set_up(provider, oidc_only=True)
    refused = await by_password(web, "per")
    assert (refused.status_code, "logs in with Prøve kommune" in refused.text) == (403, True)
    assert not await logged_in(web)
    async with house.web() as another:
        assert (await by_password(another)).status_code == 303
    join(house.engine, "kari", "somebody")
    assert (await by_password(web)).status_code == 403
