"""The tests that run the blocks of each document, or compare them with code that runs."""

from __future__ import annotations

from typing import Final

RUN: Final = frozenset(
    {
        "python",
        "py",
        "sh",
        "bash",
        "console",
        "js",
        "javascript",
        "jsx",
        "ts",
        "tsx",
        "html",
        "css",
        "diff",
        "toml",
        "ini",
    }
)
"""Languages that somebody may paste. Others, such as `json` and `text`, show answers."""

HOW_TO: Final = "docs/how-to/"
OTHERS: Final = "tests/others/"
RUNNERS: Final = {
    "CONTRIBUTING.md": ("tests/docs/test_contributing.py",),
    "README.md": ("tests/docs/test_readme.py", "tests/docs/test_first_minutes.py"),
    "clients/js/README.md": ("clients/js/tests/readme.test.ts",),
    "clients/python/README.md": ("clients/python/tests/test_readme.py",),
    "compat/README.md": ("compat/tests/distribution/test_readme.py",),
    "docs/coming-from/allauth.md": ("tests/accounts/test_coming_from_allauth.py",),
    "docs/coming-from/dj-rest-auth.md": ("tests/guides/test_dj_rest_auth.py",),
    "docs/coming-from/djoser.md": ("tests/guides/test_djoser.py",),
    "docs/coming-from/drf-jwt.md": ("tests/guides/test_drf_jwt.py", "tests/guides/test_djangorestframework_jwt.py"),
    "docs/coming-from/idioms.md": ("tests/docs/test_idioms_page.py",),
    "docs/coming-from/knox.md": ("tests/guides/test_tables.py",),
    "docs/coming-from/simple-jwt.md": (
        "compat/tests/migrate/test_guide.py",
        "compat/tests/simplejwt/adoption/test_guide.py",
    ),
    "docs/index.md": ("tests/docs/test_blocks.py",),
    "examples/microservices/README.md": ("tests/repository/test_microservices.py",),
    f"{HOW_TO}accounts.md": ("tests/docs/test_accounts_page.py",),
    f"{HOW_TO}ask-the-service.md": ("tests/docs/test_ask_page.py",),
    f"{HOW_TO}browsers.md": ("tests/docs/test_browser_page.py",),
    f"{HOW_TO}claims.md": (f"{OTHERS}in_your_project/test_claims_and_tests.py",),
    f"{HOW_TO}cluster.md": ("tests/docs/test_cluster_page.py",),
    f"{HOW_TO}databases.md": (f"{OTHERS}databases/routers.py",),
    f"{HOW_TO}django-axes.md": (f"{OTHERS}atomic_requests/settings.py",),
    f"{HOW_TO}identities.md": (
        "tests/identities/test_page.py",
        "tests/recipes/test_identities_in_a_browser.py",
        "tests/recipes/test_identities_in_an_app.py",
    ),
    f"{HOW_TO}identity-providers.md": (
        f"{OTHERS}identity_providers/recipes.py",
        f"{OTHERS}identity_providers/test_page.py",
    ),
    f"{HOW_TO}key-table.md": ("tests/keyring/test_page.py",),
    f"{HOW_TO}keys.md": (
        f"{OTHERS}configuration/test_keys_of_the_environment.py",
        f"{OTHERS}configuration/test_keys_page.py",
    ),
    f"{HOW_TO}languages.md": ("tests/docs/test_languages_page.py", f"{OTHERS}languages/test_page.py"),
    f"{HOW_TO}ldap.md": (f"{OTHERS}user_models/passwords.py", f"{OTHERS}user_models/test_passwords.py"),
    f"{HOW_TO}middleware.md": (f"{OTHERS}users_of_the_core/test_middleware.py",),
    f"{HOW_TO}mysql.md": (f"{OTHERS}mariadb/test_page.py",),
    f"{HOW_TO}openapi.md": ("tests/docs/test_openapi_page.py",),
    f"{HOW_TO}other-views.md": (f"{OTHERS}frameworks/blocks.py",),
    f"{HOW_TO}proxies.md": (f"{OTHERS}addresses/test_addresses.py",),
    f"{HOW_TO}publish-keys.md": ("tests/well_known/test_page.py",),
    f"{HOW_TO}refused-tokens.md": (f"{OTHERS}configuration/test_explanation.py",),
    f"{HOW_TO}remember-me.md": (f"{OTHERS}in_your_project/test_remember_me.py",),
    f"{HOW_TO}scopes.md": ("tests/docs/test_scopes_page.py",),
    f"{HOW_TO}service.md": ("tests/service/test_documentation.py",),
    f"{HOW_TO}sessions.md": ("tests/docs/test_sessions_page.py",),
    f"{HOW_TO}sign-in-by-mail.md": ("tests/mailed_codes/test_page.py", "tests/recipes/test_codes_in_a_browser.py"),
    f"{HOW_TO}sign-in-with.md": ("tests/providers/test_page.py",),
    f"{HOW_TO}tenants.md": (f"{OTHERS}tenants/test_page.py", f"{OTHERS}after_the_request/story.py"),
    f"{HOW_TO}testing.md": ("tests/docs/test_testing_page.py",),
    f"{HOW_TO}user-models.md": (f"{OTHERS}user_models/stories.py", f"{OTHERS}users_of_the_core/inside.py"),
    f"{HOW_TO}watch.md": ("tests/service/test_watch_page.py",),
    f"{HOW_TO}without-users.md": ("tests/docs/test_without_users_page.py",),
}
"""Each file names the page; it fails where a block does."""

FOLDERS: Final = {"docs/tutorial/": "tests/tutorial", "docs/reference/": "tools/reference"}
"""A folder whose pages are all followed, or written with what was run, by one package."""

EXAMPLES: Final = "examples/"
"""Each has tests of its own, which type what its README says."""

NOT_RUN: Final = {
    ("clients/conformance/README.md", "python -m tests.conformance"): "both clients' conformance tests start it",
    ("clients/js/README.md", "npm install drf-signet-client"): "installs from the registry",
    ("clients/python/README.md", 'pip install "drf-signet-client[requests]"'): "installs from the registry",
    ("compat/README.md", "pip install drf-signet drf-signet-compat"): "installs from the registry",
    ("docs/coming-from/allauth.md", "python manage.py shell < accept_addresses.py"): "runs the block above it",
    ("docs/explanation/refreshing.md", "api.interceptors.response.use(null, async (error) => {"): "shows a fault",
    ("docs/explanation/refreshing.md", 'if (data.refresh) localStorage.setItem("refresh", data.refresh);'): (
        "a line of examples/naive_clients/axios_client.js"
    ),
    ("docs/how-to/deploy.md", "sudo apt-get install python3-venv postgresql redis-server caddy"): "needs a server",
    ("docs/how-to/deploy.md", "sudo install --directory --mode 750 --group signet /etc/signet"): "needs a server",
    ("docs/how-to/deploy.md", "sudo cp deploy/systemd/*.service deploy/systemd/*.timer /etc/systemd/system/"): (
        "needs a server"
    ),
    ("docs/how-to/deploy.md", "[Service]"): "needs systemd",
    ("docs/how-to/deploy.md", "cd deploy/compose"): "test_deploy_page.py reads the files that it makes",
    ("docs/how-to/deploy.md", "echo SIGNET_HOST=auth.example.com > .env"): "needs a registry of images",
    ("docs/how-to/deploy.md", "kubectl apply -k deploy/kubernetes/configuration"): "needs a cluster",
    (
        "docs/how-to/deploy.md",
        "sudo /opt/signet/bin/pip install --require-hashes --requirement requirements/server.txt",
    ): "needs a server",
    ("docs/how-to/deploy.md", "kubectl delete job signet-migrate --namespace signet --ignore-not-found"): (
        "needs a cluster"
    ),
    ("docs/how-to/identities.md", 'pip install "drf-signet[identities]"'): "installs from the registry",
    ("docs/how-to/identities.md", "pipx run oidc-provider-mock \\"): "installs from the registry",
    ("docs/how-to/openapi.md", 'pip install "drf-signet[schema]"'): "installs from the registry",
    ("examples/naive_clients/README.md", "from examples.naive_clients.requests_client import StoringAPIClient"): (
        "tests/service/test_naive_clients.py runs the client"
    ),
}
"""By page and first line: why nobody runs it."""
