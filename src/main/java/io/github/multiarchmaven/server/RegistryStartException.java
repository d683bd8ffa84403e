package io.github.multiarchmaven.server;

import io.github.multiarchmaven.image.ImageException;

/** The registry cannot start: the address is taken, or the storage directory is not usable. */
public final class RegistryStartException extends ImageException {
    private static final long serialVersionUID = 1L;

    RegistryStartException(String sentence, Throwable cause) {
        super(true, sentence, cause);
    }
}
