package io.github.multiarchmaven.report;

/** What a check's result comes to, in words. */
enum Verdict {
    FAILED,
    WARNED,
    SOUND;

    static Verdict of(long errors, long warnings) {
        return errors > 0 ? FAILED : warnings > 0 ? WARNED : SOUND;
    }

    /** In a word or two, for tables; also the class of its colours. */
    String word() {
        return switch (this) {
            case FAILED -> "errors";
            case WARNED -> "warnings";
            case SOUND -> "sound";
        };
    }

    /** A sign beside the words, which are enough without it. */
    String sign() {
        return switch (this) {
            case FAILED -> "\u2716";
            case WARNED -> "\u25B2";
            case SOUND -> "\u2714";
        };
    }

    /** A sentence. */
    String sentence(long errors, long warnings, int platforms) {
        if (this == FAILED) {
            return "Not as it has to be: " + count(errors, "error") + " and " + count(warnings, "warning") + ".";
        }
        String known = this == WARNED ? ", with " + count(warnings, "warning") : "";
        return platforms == 1
                ? "As it has to be" + known + ". There is one platform only, and none to compare it with."
                : "As it has to be" + known + ": its platforms are equal where they must be.";
    }

    /** The word and its sign, coloured. */
    void badge(Html html) {
        html.open("span", "class", "badge " + word());
        html.element("span", sign(), "aria-hidden", "true").text(" " + word()).close();
    }

    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
