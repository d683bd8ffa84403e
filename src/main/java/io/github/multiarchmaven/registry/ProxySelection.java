package io.github.multiarchmaven.registry;

import java.net.URI;
import java.util.Optional;

/** Which proxy a request takes, if any. Safe for use by several threads; equal questions get equal answers. */
@FunctionalInterface
public interface ProxySelection {
    /**
     * @param url of the request: a registry's, or that of a token server or a storage it redirects to
     * @throws io.github.multiarchmaven.image.ImageException for a proxy whose password cannot be read
     */
    Optional<ProxySetting> of(URI url);

    /** No proxies. */
    static ProxySelection direct() {
        return url -> Optional.empty();
    }
}
