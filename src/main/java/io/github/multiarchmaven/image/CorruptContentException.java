package io.github.multiarchmaven.image;

/** Bytes whose size or digest is not what their descriptor says, or a document that breaks its specification. */
public class CorruptContentException extends ImageException {
    private static final long serialVersionUID = 1L;

    public CorruptContentException(String sentence) {
        super(false, sentence, null);
    }

    public CorruptContentException(String sentence, Throwable cause) {
        super(false, sentence, cause);
    }
}
