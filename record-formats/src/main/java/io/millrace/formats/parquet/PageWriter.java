package io.millrace.formats.parquet;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.file.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/** Turns the body of a page into its bytes in the file. Shared by all columns of a thread, one page at a time. */
final class PageWriter {
    /** A greater scratch than this is given back after use: one huge value must not stay in memory. */
    private static final int KEPT_SCRATCH = 4 << 20;

    private final PageCompressor compressor;
    private final Bytes body = new Bytes(64 << 10);
    private final Bytes compressed = new Bytes(64 << 10);
    private final CRC32 crc = new CRC32();

    PageWriter(Compression compression) {
        this.compressor = new PageCompressor(compression);
    }

    CompressionCodec codec() {
        return compressor.codec();
    }

    /** An empty body to write a page's contents into. */
    Bytes begin() {
        body.clear(KEPT_SCRATCH);
        compressed.clear(KEPT_SCRATCH);
        return body;
    }

    Page dataPage(int values, Encoding encoding) throws IOException {
        PageHeader header = header(PageType.DATA_PAGE);
        header.setData_page_header(new DataPageHeader(values, encoding, Encoding.RLE, Encoding.RLE));
        return page(header);
    }

    Page dictionaryPage(int values) throws IOException {
        PageHeader header = header(PageType.DICTIONARY_PAGE);
        header.setDictionary_page_header(new DictionaryPageHeader(values, Encoding.PLAIN_DICTIONARY));
        return page(header);
    }

    private PageHeader header(PageType type) throws IOException {
        compressor.compress(body, compressed);
        crc.reset();
        crc.update(compressed.array, 0, compressed.size);
        PageHeader header = new PageHeader(type, body.size, compressed.size);
        header.setCrc((int) crc.getValue());
        return header;
    }

    private Page page(PageHeader header) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(64);
        Util.writePageHeader(header, head);
        byte[] bytes = new byte[head.size() + compressed.size];
        System.arraycopy(head.toByteArray(), 0, bytes, 0, head.size());
        System.arraycopy(compressed.array, 0, bytes, head.size(), compressed.size);
        Page page = new Page(bytes, head.size() + body.size);
        begin();
        return page;
    }

    /**
     * A finished page.
     *
     * @param bytes header and compressed body
     * @param uncompressed length of header and body before compression
     */
    record Page(byte[] bytes, long uncompressed) {}
}
