package io.github.multiarchmaven.image;

/** Input that cannot be understood or accepted: a malformed reference, an unknown platform, a wrong parameter. */
public class InvalidInputException extends ImageException {
    private static final long serialVersionUID = 1L;

    public InvalidInputException(String sentence) {
        super(true, sentence, null);
    }

    public InvalidInputException(String sentence, Throwable cause) {
        super(true, sentence, cause);
    }
}
