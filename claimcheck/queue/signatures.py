"""What is used of joserfc, an optional library: imported only where somebody signs in with OpenID Connect."""

from joserfc.errors import JoseError as JoseError
from joserfc.jwk import JWKRegistry as JWKRegistry
from joserfc.jwk import KeySet as KeySet
from joserfc.jwt import decode as decode
