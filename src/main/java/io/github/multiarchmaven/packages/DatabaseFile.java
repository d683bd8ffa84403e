package io.github.multiarchmaven.packages;

import io.github.multiarchmaven.image.CorruptContentException;

/**
 * The file that is read, for what failures say of it.
 *
 * @param path in the image
 * @param remedy a sentence: what to do when the file is damaged
 */
record DatabaseFile(String path, String remedy) {
    /** More than any distribution has packages; a damaged or hostile file is not to fill the memory. */
    static final int MAX_PACKAGES = 200_000;

    private static final String REBUILD = "Build the image anew";

    static DatabaseFile text(String path) {
        return new DatabaseFile(path, REBUILD + ".");
    }

    static DatabaseFile rpm(String path) {
        return new DatabaseFile(
                path, REBUILD + ", or run 'rpmdb --rebuilddb' as its last step that installs packages.");
    }

    /** @param what goes on after a colon, without a full stop: {@code page 3 is referred to twice} */
    CorruptContentException damaged(String what) {
        return new CorruptContentException(sentence(what));
    }

    CorruptContentException damaged(String what, Throwable cause) {
        return new CorruptContentException(sentence(what), cause);
    }

    private String sentence(String what) {
        return "Reading the package database '" + path + "' of the image: " + what + ". " + remedy;
    }
}
