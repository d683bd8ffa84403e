package io.github.multiarchmaven.registry.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.multiarchmaven.image.Digest;
import java.util.Base64;
import java.util.Objects;

/** A login: user and password, or an identity token that a token server changes into access tokens. Never shows its secret. */
public final class Credential {
    private final String user;
    private final String secret;
    private final boolean identityToken;

    private Credential(String user, String secret, boolean identityToken) {
        this.user = Objects.requireNonNull(user, "user");
        this.secret = Objects.requireNonNull(secret, "secret");
        this.identityToken = identityToken;
    }

    public static Credential basic(String user, String password) {
        return new Credential(user, password, false);
    }

    /** An OAuth2 refresh token, as {@code docker login} keeps for some registries. */
    public static Credential identityToken(String token) {
        return new Credential("<token>", token, true);
    }

    public boolean isIdentityToken() {
        return identityToken;
    }

    public String user() {
        return user;
    }

    /** The password or token: for the wire only. */
    public String secret() {
        return secret;
    }

    /** The value of an {@code Authorization} header (RFC 7617). */
    public String basicHeader() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(UTF_8));
    }

    /** Tells credentials apart in cache keys without holding the secret. */
    public String identity() {
        return user + "#"
                + Digest.ofBytes(("multiarch credential " + secret).getBytes(UTF_8))
                        .shortHex();
    }

    @Override
    public String toString() {
        return identityToken ? "identity token" : "user '" + user + "'";
    }
}
