package io.millrace.producer.syslog;

import io.micrometer.core.instrument.Counter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;

/** The bytes of one connection. It is not read while there is no room. */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    private final Intake intake;
    private final Counter counter;
    private String remote = "unknown";
    private Frames frames;

    ConnectionHandler(Intake intake, Counter counter) {
        this.intake = intake;
        this.counter = counter;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (context.channel().remoteAddress() instanceof InetSocketAddress address) {
            remote = address.getAddress().getHostAddress();
        }
        if (!intake.connected(remote)) {
            context.close();
            return;
        }
        frames = new Frames(intake.mostBytes(), intake.sink(remote, counter));
        pauseIfFull(context.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (frames != null) {
                byte[] copy = new byte[bytes.readableBytes()];
                bytes.readBytes(copy);
                intake.hear();
                frames.take(copy, copy.length);
                pauseIfFull(context.channel());
            }
        } finally {
            bytes.release();
        }
    }

    private void pauseIfFull(Channel channel) {
        if (intake.room().isFull() && channel.config().isAutoRead()) {
            channel.config().setAutoRead(false);
            intake.room().whenFree(() -> resume(channel));
        }
    }

    private static void resume(Channel channel) {
        // After a stop its thread is gone, and there may be room all the same.
        if (channel.isActive()) {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (frames != null) {
            frames.end();
            frames = null;
            intake.disconnected();
        }
    }

    /** Said, and the connection closed; what it had brought stays. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable deepest = cause;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        String reason = deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
        intake.meters().broken(remote, reason.lines().findFirst().orElse(""));
        context.close();
    }
}
