package io.millrace.producer.syslog;

import io.micrometer.core.instrument.Counter;
import io.millrace.runtime.cli.ServiceException;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for messages over TCP, TLS and UDP. */
public final class SyslogListener implements SyslogInbox, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SyslogListener.class);

    private static final int THREADS = 2;
    private static final int BACKLOG = 512;
    /** What one read takes from a connection at most: so far beyond the room each connection can go. */
    private static final int READ_BYTES = 16 * 1024;

    /** Of a connection, in the kernel: what it took from the sender and we have not read is lost if we die, so not too much. */
    private static final int KERNEL_BYTES = 256 * 1024;

    private static final int DATAGRAM_BYTES = 65_536;
    /** Asked of the kernel, which gives what {@code net.core.rmem_max} allows: for the time in which Java stands still. */
    private static final int DATAGRAM_BUFFER = 8 << 20;
    /** Of a sender that has been silent for so long after it heard that we go, nothing more is awaited. */
    private static final Duration GRACE = Duration.ofSeconds(2);
    /** Also those who never stop talking are read no longer than this. */
    private static final Duration LONGEST_GRACE = Duration.ofSeconds(10);

    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final SyslogSettings settings;
    private final Intake intake;
    private final EventLoopGroup threads = new NioEventLoopGroup(THREADS, new DefaultThreadFactory("syslog", true));
    private final Map<String, Channel> listening = new LinkedHashMap<>();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Duration longestGrace;
    private volatile boolean ended;

    /**
     * Listens from now on.
     *
     * @throws ServiceException if a port is taken
     * @throws io.millrace.runtime.cli.SettingsException if a certificate cannot be used
     */
    public SyslogListener(SyslogSettings settings, SyslogMeters meters, Clock clock) {
        this(settings, meters, clock, LONGEST_GRACE);
    }

    /** Reads connections no longer than this once it is to stop. */
    SyslogListener(SyslogSettings settings, SyslogMeters meters, Clock clock, Duration longestGrace) {
        this.settings = settings;
        this.longestGrace = longestGrace;
        this.intake = new Intake(settings, meters, clock);
        try {
            SyslogSettings.Ports ports = settings.ports();
            if (ports.tls() != SyslogSettings.NONE) {
                Counter counter = meters.messages("tls");
                ListenerTls tls = new ListenerTls(settings.tls().orElseThrow());
                listening.put("tls", bind("--tls-port", ports.tls(), () -> streams(counter, Optional.of(tls))));
            }
            if (ports.udp() != SyslogSettings.NONE) {
                Counter counter = meters.messages("udp");
                listening.put("udp", bind("--udp-port", ports.udp(), () -> datagrams(counter)));
            }
            if (ports.tcp() != SyslogSettings.NONE) {
                Counter counter = meters.messages("tcp");
                listening.put("tcp", bind("--tcp-port", ports.tcp(), () -> streams(counter, Optional.empty())));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        listening.forEach((transport, channel) ->
                log.info("Listening: transport={} address={}", transport, channel.localAddress()));
    }

    /** The port of a transport: {@code tcp}, {@code tls} or {@code udp}. */
    public int port(String transport) {
        return ((InetSocketAddress) listening.get(transport).localAddress()).getPort();
    }

    /** A way to listen that only needs to be told where. */
    @FunctionalInterface
    private interface Binding {
        ChannelFuture at(InetSocketAddress address);
    }

    private Channel bind(String option, int port, Supplier<Binding> way) {
        InetSocketAddress address = new InetSocketAddress(settings.address(), port);
        ChannelFuture bound = way.get().at(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ServiceException(
                    option + " is " + port + ", must be a free port on "
                            + settings.address().getHostAddress() + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        return bound.channel();
    }

    private Binding streams(Counter counter, Optional<ListenerTls> tls) {
        ServerBootstrap server = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                // Of the port, for its connections: later it would be too late for the window.
                .option(ChannelOption.SO_RCVBUF, KERNEL_BYTES)
                // A sender that is switched off says nothing: the kernel finds out.
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(
                        ChannelOption.RCVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(512, 2048, READ_BYTES).maxMessagesPerRead(1))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        tls.ifPresent(context ->
                                channel.pipeline().addLast(context.context().newHandler(channel.alloc())));
                        channel.pipeline().addLast(new ConnectionHandler(intake, counter));
                    }
                });
        return server::bind;
    }

    private Binding datagrams(Counter counter) {
        Bootstrap server = new Bootstrap()
                .group(threads)
                .channel(NioDatagramChannel.class)
                .option(ChannelOption.SO_RCVBUF, DATAGRAM_BUFFER)
                .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(DATAGRAM_BYTES))
                .handler(new SimpleChannelInboundHandler<DatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
                        byte[] bytes = new byte[packet.content().readableBytes()];
                        packet.content().readBytes(bytes);
                        intake.datagram(bytes, packet.sender().getAddress().getHostAddress(), counter);
                    }
                });
        return server::bind;
    }

    @Override
    public Optional<Received> next(Duration atMost) throws InterruptedException {
        return Optional.ofNullable(intake.queue().poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void stored(Received message) {
        intake.room().giveBack(message);
    }

    @Override
    public void stop() {
        Thread leaving = new Thread(this::leave, "syslog-stop");
        leaving.setDaemon(true);
        leaving.start();
    }

    @Override
    public boolean isEnded() {
        return ended;
    }

    @Override
    public int waiting() {
        return intake.queue().size();
    }

    /** Closed at once, a connection would take with it what its sender had sent and we had not read. */
    private void leave() {
        listening.values().forEach(channel -> channel.close().awaitUninterruptibly());
        List<Channel> open = new ArrayList<>(connections);
        open.forEach(SyslogListener::sayGoodbye);
        long deadline = System.nanoTime() + longestGrace.toNanos();
        boolean gone = false;
        boolean quiet = false;
        while (!gone && !quiet && System.nanoTime() < deadline) {
            long heard = intake.heard();
            gone = connections.newCloseFuture().awaitUninterruptibly(GRACE.toMillis());
            quiet = heard == intake.heard() && !intake.room().isFull();
        }
        if (!gone && !quiet) {
            intake.meters().cutOff(connections.size());
        }
        shutDown();
        ended = true;
    }

    private static void sayGoodbye(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            ((SocketChannel) channel).shutdownOutput();
        } else {
            tls.closeOutbound().addListener(done -> ((SocketChannel) channel).shutdownOutput());
        }
    }

    private void shutDown() {
        connections.close().awaitUninterruptibly(CLOSE.toMillis());
        threads.shutdownGracefully(0, CLOSE.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE.toMillis());
        intake.meters().ended();
    }

    @Override
    public void close() {
        if (!ended) {
            listening.values().forEach(Channel::close);
            shutDown();
            ended = true;
        }
    }
}
