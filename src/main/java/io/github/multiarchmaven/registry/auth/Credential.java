package io.github.multiarchmaven.registry.auth;

import io.github.multiarchmaven.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/** What proves who is asking: a user name with a password, or an identity token (an OAuth2 refresh token). */
public final class Credential {
    private final String user;
    private final String secret;
    private final boolean identityToken;
    private final String identity;

    private Credential(String user, String secret, boolean identityToken) {
        this.user = Objects.requireNonNull(user, "user");
        this.secret = Objects.requireNonNull(secret, "secret");
        this.identityToken = identityToken;
        // The length keeps ("a", "bc") and ("ab", "c") apart.
        this.identity = Digest.ofBytes(
                        (identityToken + ":" + user.length() + ":" + user + secret).getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    public static Credential basic(String user, String password) {
        return new Credential(user, password, false);
    }

    /** A token that only a token endpoint takes, as {@code docker login} stores it for some registries. */
    public static Credential identityToken(String token) {
        return new Credential("", token, true);
    }

    public boolean isIdentityToken() {
        return identityToken;
    }

    /** Empty for an identity token. */
    public String user() {
        return user;
    }

    public String secret() {
        return secret;
    }

    /** Equal for equal credentials, and no way back to the secret: for the keys of caches. */
    public String identity() {
        return identity;
    }

    /**
     * The value of an {@code Authorization} header (RFC 7617, UTF-8).
     *
     * @throws IllegalStateException for an identity token
     */
    public String basicHeader() {
        if (identityToken) {
            throw new IllegalStateException("An identity token is not sent as Basic authorization");
        }
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credential c && identity.equals(c.identity);
    }

    @Override
    public int hashCode() {
        return identity.hashCode();
    }

    @Override
    public String toString() {
        return identityToken ? "identity token" : "user and password";
    }
}
