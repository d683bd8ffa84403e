package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.registry.FaultyRegistry.Passing;
import io.github.multiarchmaven.registry.FaultyRegistry.Reply;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** What can happen to a request on its way through a {@link FaultyRegistry}. */
final class Faults {
    private Faults() {}

    /** What is done with a request. */
    interface Fault {
        void meet(Passing passing) throws IOException;
    }

    /** Ends a connection without another word. */
    static final class Cut extends IOException {
        private static final long serialVersionUID = 1L;
    }

    static Fault answer(Reply reply) {
        return passing -> {
            passing.body();
            passing.send(reply);
        };
    }

    static Fault answer(int status, String... headers) {
        return answer(Reply.of(status, headers));
    }

    /** Answers on sight of the head, and reads on only so that the answer is not lost in a reset. */
    static Fault answerEarly(Reply reply) {
        return passing -> {
            passing.send(reply.with("Connection", "close"));
            passing.body();
            throw new Cut();
        };
    }

    /** Passes so many bytes of the body on to the registry, and cuts both connections. */
    static Fault cutRequestAfter(int bytes) {
        return passing -> {
            passing.forwardPart(bytes);
            throw new Cut();
        };
    }

    /** Passes the request on, and so many bytes of the answer's body back. */
    static Fault cutAnswerAfter(int bytes) {
        return passing -> {
            passing.sendPart(passing.forward(), bytes);
            throw new Cut();
        };
    }

    /** The registry does as it is told, and nobody hears of it. */
    static Fault loseAnswer() {
        return passing -> {
            passing.forward();
            throw new Cut();
        };
    }

    static Fault cutAtOnce() {
        return passing -> {
            throw new Cut();
        };
    }

    /** Says nothing until the client goes. */
    static Fault stall() {
        return passing -> {
            passing.body();
            passing.awaitClient();
            throw new Cut();
        };
    }

    /** Says nothing more after so many bytes of the answer's body. */
    static Fault stallAfter(int bytes) {
        return passing -> {
            passing.sendPart(passing.forward(), bytes);
            passing.awaitClient();
            throw new Cut();
        };
    }

    static Fault change(UnaryOperator<Reply> how) {
        return passing -> passing.send(how.apply(passing.forward()));
    }
}
