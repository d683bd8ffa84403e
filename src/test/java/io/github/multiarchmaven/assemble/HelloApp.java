package io.github.multiarchmaven.assemble;

/** Its class file is the application of the tests. */
final class HelloApp {
    private HelloApp() {}

    public static void main(String[] args) {
        System.out.println("hello");
    }
}
