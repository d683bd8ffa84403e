package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.image.ImageException;

/** A registry that refused, answered what it should not, or could not be reached. */
public class RegistryException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    RegistryException(boolean userCanMend, int status, String code, String sentence, Throwable cause) {
        super(userCanMend, sentence, cause);
        this.status = status;
        this.code = code;
    }

    /** The HTTP status; 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** The distribution specification's error code, {@code MANIFEST_UNKNOWN} and the like; empty when none was given. */
    public String code() {
        return code;
    }
}
