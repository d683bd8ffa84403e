package io.github.multiarchmaven.layout;

import io.github.multiarchmaven.image.ImageException;

/** The disk refused: no space, no permission, a lock that another process keeps. */
public class LayoutException extends ImageException {
    private static final long serialVersionUID = 1L;

    public LayoutException(String sentence, Throwable cause) {
        super(false, sentence, cause);
    }
}
