package io.github.multiarchmaven.image;

/**
 * The root of every failure this product reports on purpose.
 *
 * <p>The message is a whole sentence for the user: what was being done to which reference, what went wrong, and what to
 * do about it. It never holds a secret.
 */
public class ImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean userCanMend;

    /**
     * @param userCanMend true when input, configuration or rights have to change; false for machinery (disk, network)
     */
    public ImageException(boolean userCanMend, String sentence, Throwable cause) {
        super(sentence, cause);
        this.userCanMend = userCanMend;
    }

    /** Whether the user's input, configuration or rights are the reason, rather than disk, network or a defect. */
    public final boolean userCanMend() {
        return userCanMend;
    }
}
