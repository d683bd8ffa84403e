package io.github.multiarchmaven.load;

/** The program in the image: it says what it runs on. */
public final class PrintsArchitecture {
    private PrintsArchitecture() {}

    public static void main(String[] args) {
        System.out.println("os.arch is " + System.getProperty("os.arch"));
    }
}
