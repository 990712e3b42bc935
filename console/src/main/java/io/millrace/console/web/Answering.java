package io.millrace.console.web;

import java.io.IOException;

/** Answers one kind of request. */
interface Answering {
    /**
     * Answers.
     *
     * @throws Asked.BadRequestException if the request asks for something that cannot be
     * @throws IOException if a server does not answer, with a sentence that says which, or nobody waits any more
     */
    void answer(Exchange exchange) throws IOException, InterruptedException, Asked.BadRequestException;

    /** True if the answer lasts as long as somebody listens. */
    default boolean isStream() {
        return false;
    }

    /** The same as a stream. */
    static Answering stream(Answering answering) {
        return new Answering() {
            @Override
            public void answer(Exchange exchange) throws IOException, InterruptedException, Asked.BadRequestException {
                answering.answer(exchange);
            }

            @Override
            public boolean isStream() {
                return true;
            }
        };
    }
}
