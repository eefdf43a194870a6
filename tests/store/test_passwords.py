"""How passwords are kept: the other tests hash weaker, so that nobody waits for it."""

from argon2 import PasswordHasher, Type, extract_parameters


def test_a_password_is_slow_to_guess_also_nobodys(strong: tuple[PasswordHasher, str]) -> None:
    """V205: Argon2id, no weaker than where memory is short by RFC 9106, section 4; and who has no
    account waits as long."""
    hasher, nobody = strong
    kept = extract_parameters(hasher.hash("riktig hest batteri"))
    assert kept.type is Type.ID
    assert kept.time_cost >= 3
    assert kept.memory_cost >= 64 * 1024  # KiB
    assert extract_parameters(nobody) == kept
