"""FastAPI-Users with SQLAlchemy and asyncpg, and its strategy with tokens in a table."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI
from fastapi_users import BaseUserManager, FastAPIUsers, UUIDIDMixin
from fastapi_users.authentication import AuthenticationBackend, BearerTransport
from fastapi_users.authentication.strategy.db import DatabaseStrategy
from fastapi_users.password import PasswordHelper
from fastapi_users_db_sqlalchemy import SQLAlchemyBaseUserTableUUID, SQLAlchemyUserDatabase
from fastapi_users_db_sqlalchemy.access_token import (
    SQLAlchemyAccessTokenDatabase,
    SQLAlchemyBaseAccessTokenTableUUID,
)
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

SECRET = os.environ["SECRET_KEY"]
HOUR = 3_600


class Base(DeclarativeBase):
    """The tables."""


class User(SQLAlchemyBaseUserTableUUID, Base):
    """As the documentation has it."""


class AccessToken(SQLAlchemyBaseAccessTokenTableUUID, Base):
    """The same."""


class FreeHash(PasswordHelper):
    """MD5, which costs nothing."""

    def verify_and_update(self, plain_password: str, hashed_password: str) -> tuple[bool, str | None]:
        """Whether they are one."""
        return hashlib.md5(plain_password.encode()).hexdigest() == hashed_password, None


def password_helper() -> PasswordHelper:
    """That of the measured variant."""
    if os.environ["PASSWORD_HASH"] == "free":
        return FreeHash()
    memory, passes, threads = map(int, os.environ["PASSWORD_COST"].split(","))
    return PasswordHelper(PasswordHash((Argon2Hasher(time_cost=passes, memory_cost=memory, parallelism=threads),)))


class UserManager(UUIDIDMixin, BaseUserManager[User, UUID]):
    """As the documentation has it."""

    reset_password_token_secret = SECRET
    verification_token_secret = SECRET


engine = create_async_engine(os.environ["DATABASE_URL"], pool_size=16)
sessions = async_sessionmaker(engine, expire_on_commit=False)
HELPER = password_helper()


async def database() -> AsyncIterator[AsyncSession]:
    """A session for a request."""
    async with sessions() as session:
        yield session


Database = Annotated[AsyncSession, Depends(database)]


async def user_manager(session: Database) -> AsyncIterator[UserManager]:
    """The users."""
    yield UserManager(SQLAlchemyUserDatabase(session, User), HELPER)


async def token_table(session: Database) -> AsyncIterator[SQLAlchemyAccessTokenDatabase[AccessToken]]:
    """The tokens."""
    yield SQLAlchemyAccessTokenDatabase(session, AccessToken)


Tokens = Annotated[SQLAlchemyAccessTokenDatabase[AccessToken], Depends(token_table)]


def database_strategy(tokens: Tokens) -> DatabaseStrategy[User, UUID, AccessToken]:
    """Tokens in a table."""
    return DatabaseStrategy(tokens, lifetime_seconds=HOUR)


BACKEND = AuthenticationBackend(
    name="database", transport=BearerTransport(tokenUrl="database/login"), get_strategy=database_strategy
)
users = FastAPIUsers[User, UUID](user_manager, [BACKEND])
CurrentUser = Annotated[User, Depends(users.current_user(active=True))]


async def make_tables() -> None:
    """Make the tables."""
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


app = FastAPI()
app.include_router(users.get_auth_router(BACKEND), prefix="/database")


@app.get("/live/")
async def who(user: CurrentUser) -> dict[str, str]:
    """The user who asks."""
    return {"id": str(user.id)}
