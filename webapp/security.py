"""The headers that keep a note on this machine and the page to itself, and whose word is taken."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

# Only features that Chromium knows: an unknown name is a warning in every reader's console.
PERMISSIONS: Final = ", ".join(
    f"{feature}=()"
    for feature in (
        "camera",
        "display-capture",
        "geolocation",
        "microphone",
        "payment",
        "usb",
    )
)

HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}


def of_another_site() -> bool:
    """Whether the browser says that no page of ours has sent this request.

    What it holds is then nobody's lost input, and is not put before anybody to be sent again. Old
    browsers, and all over HTTP from another machine, say nothing.
    """
    return request.headers.get("Sec-Fetch-Site") not in (None, "same-origin")


def install(app: Flask) -> None:
    """Set the headers on every answer, errors included; believe the servers in front, if any."""
    app.after_request(_protect)
    # Over TLS Flask-WTF would ask for a Referer, which our own pages forbid; the token stays.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    if proxies := app.config["PROXIES"]:
        # Not X-Forwarded-Host: such a server passes the name on, which TRUSTED_HOSTS holds to ours.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0
        )


def _protect(response: Response) -> Response:
    response.headers.update(HEADERS)
    if request.is_secure:
        # For this name alone; others of the site's domain are not ours to decide on.
        seconds = current_app.config["HSTS_SECONDS"]
        response.headers["Strict-Transport-Security"] = f"max-age={seconds}"
    if request.endpoint != "static":
        # Pages hold notes and form tokens: neither the browser nor a proxy may keep them.
        response.headers["Cache-Control"] = "no-store"
    return response
