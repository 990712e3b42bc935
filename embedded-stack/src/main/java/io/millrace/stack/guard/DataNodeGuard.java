package io.millrace.stack.guard;

import io.millrace.runtime.web.PageGuard;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * {@link PageGuard} before a DataNode's WebHDFS; for {@code dfs.datanode.httpserver.filter.handlers}. The DataNode makes
 * one for all of its connections.
 */
@ChannelHandler.Sharable
public final class DataNodeGuard extends SimpleChannelInboundHandler<HttpRequest> {
    private final PageGuard guard;

    /** Called by the DataNode by name. */
    public static PageGuard initializeState(Configuration conf) {
        return WebPagesGuard.from(conf.getBoolean(WebPagesGuard.NEIGHBOURS, false), conf.get(WebPagesGuard.HOSTS, ""));
    }

    /** Called by the DataNode by the type of its argument. */
    public DataNodeGuard(PageGuard guard) {
        super(HttpRequest.class);
        this.guard = guard;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpRequest request) {
        Optional<String> refusal = guard.refusal(request.headers()::get);
        if (refusal.isPresent()) {
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.FORBIDDEN,
                    Unpooled.copiedBuffer(refusal.get(), StandardCharsets.UTF_8));
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        } else {
            context.fireChannelRead(ReferenceCountUtil.retain(request));
        }
    }
}
