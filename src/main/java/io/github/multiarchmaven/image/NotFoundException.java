package io.github.multiarchmaven.image;

/** A tag, manifest or blob that is not where it was looked for. */
public class NotFoundException extends ImageException {
    private static final long serialVersionUID = 1L;

    public NotFoundException(String sentence) {
        super(true, sentence, null);
    }

    public NotFoundException(String sentence, Throwable cause) {
        super(true, sentence, cause);
    }
}
