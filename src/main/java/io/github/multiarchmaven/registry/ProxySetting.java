package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.registry.auth.Credential;
import java.util.Locale;
import java.util.Objects;

/**
 * An HTTP proxy on the way to a registry. It is spoken to in plain HTTP, as Maven does; with https targets through a tunnel
 * (CONNECT), which it cannot look into.
 *
 * @param host without brackets for IPv6
 * @param login null for a proxy that asks for none
 */
public record ProxySetting(String host, int port, Credential login) {
    public ProxySetting {
        Objects.requireNonNull(host, "host");
        host = host.toLowerCase(Locale.ROOT);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port is " + port);
        }
    }

    /** {@code host:port}, for messages. */
    String name() {
        return Urls.authority(host, port);
    }

    /** The value of Proxy-Authorization; null for none. */
    String authorization() {
        return login == null ? null : login.basicHeader();
    }
}
