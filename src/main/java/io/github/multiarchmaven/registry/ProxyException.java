package io.github.multiarchmaven.registry;

import java.io.IOException;

/** A proxy that cannot be reached, or does not let us through. The message is the second half of an error's sentence. */
final class ProxyException extends IOException {
    private static final long serialVersionUID = 1L;

    ProxyException(String message, Throwable cause) {
        super(message, cause);
    }
}
