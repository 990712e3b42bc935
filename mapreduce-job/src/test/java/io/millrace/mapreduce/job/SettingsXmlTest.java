package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class SettingsXmlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "<a href=\"x\">&amp;</a>",
                "]]>",
                "two\nlines\n",
                "\ttab ",
                "'\"",
                "line\r\nends",
                "\u00e9\u20ac",
                "\ud83d\ude00",
                "~\u007f"
            })
    void a_value_is_read_back_as_the_jdks_own_transformer_has_written_it(String value) throws Exception {
        Document document = settings(value);
        String own = write(new SettingsXml().newTransformer(), document);
        String usual = write(TransformerFactory.newDefaultInstance().newTransformer(), document);
        assertThat(parse(own).isEqualNode(parse(usual))).isTrue();
        assertThat(parse(own).getElementsByTagName("value").item(0).getTextContent())
                .isEqualTo(value);
    }

    @Test
    void what_it_does_not_write_itself_is_left_to_the_jdk() throws Exception {
        Document attributes = settings("x");
        attributes.getDocumentElement().setAttribute("a", "b");
        assertThat(write(new SettingsXml().newTransformer(), attributes)).contains("<configuration a=\"b\">");

        TransformerFactory factory = new SettingsXml();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        Transformer bare = factory.newTransformer();
        bare.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        assertThat(write(bare, settings("x"))).startsWith("<configuration>");
    }

    private static Document settings(String value) throws ParserConfigurationException {
        Document document = builders().newDocumentBuilder().newDocument();
        Element configuration = document.createElement("configuration");
        document.appendChild(configuration);
        configuration.appendChild(document.createTextNode("\n"));
        Element property = document.createElement("property");
        configuration.appendChild(property);
        Element name = document.createElement("name");
        name.appendChild(document.createTextNode("a.b"));
        property.appendChild(name);
        Element element = document.createElement("value");
        element.appendChild(document.createTextNode(value));
        property.appendChild(element);
        return document;
    }

    private static String write(Transformer transformer, Document document) throws TransformerException {
        StringWriter text = new StringWriter();
        transformer.transform(new DOMSource(document), new StreamResult(text));
        return text.toString();
    }

    private static Document parse(String text) throws ParserConfigurationException, SAXException, IOException {
        return builders().newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    private static DocumentBuilderFactory builders() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory;
    }
}
