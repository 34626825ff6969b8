"""Keys for the tests, in each form that settings take."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

HERE: Final = Path(__file__).parent / "old_project"
RSA: Final = (HERE / "rsa.pem").read_text()
RSA_PUBLIC: Final = (HERE / "rsa.pub.pem").read_text()
OTHER_RSA_PUBLIC: Final = (HERE / "other_rsa.pub.pem").read_text()
EC: Final = (HERE / "ec.pem").read_text()
EC_PUBLIC: Final = (HERE / "ec.pub.pem").read_text()
RSA_OBJECT: Final = load_pem_private_key(RSA.encode(), None)
RSA_PUBLIC_OBJECT: Final = load_pem_public_key(RSA_PUBLIC.encode())
SECRET: Final = "a-secret-key-for-tests-that-is-long-enough"
